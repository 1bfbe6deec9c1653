package dev.flux.forge.github;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An answer, read whole.
 *
 * @param request method and path, for messages; never a query or a credential
 * @param headers names in lower case
 */
record ApiResponse(String request, int status, Map<String, List<String>> headers, String body) {

  Optional<String> header(String lowerCaseName) {
    return headers.getOrDefault(lowerCaseName, List.of()).stream().findFirst();
  }
}
