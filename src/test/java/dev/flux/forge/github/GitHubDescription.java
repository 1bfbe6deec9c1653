package dev.flux.forge.github;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** GitHub's OpenAPI description: what a request must look like. Loaded once for all tests. */
final class GitHubDescription {
  private static final Path FILE = Path.of("..", "shared", "openapi", "github.json");
  private static final Optional<OpenApiInteractionValidator> VALIDATOR = load();

  private GitHubDescription() {}

  static boolean present() {
    return VALIDATOR.isPresent();
  }

  /** What GitHub's description holds against a request; nothing where there is no description. */
  static List<String> complaints(String method, String path, String query, String body) {
    if (VALIDATOR.isEmpty()) {
      return List.of();
    }
    SimpleRequest.Builder request = new SimpleRequest.Builder(method, path);
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      request.withQueryParam(parts[0], parts[1]);
    }
    if (!body.isEmpty()) {
      request.withContentType("application/json").withBody(body);
    }
    return VALIDATOR.get().validateRequest(request.build()).getMessages().stream()
        .filter(message -> message.getLevel() == ValidationReport.Level.ERROR)
        .map(message -> method + " " + path + ": " + message.getMessage())
        .toList();
  }

  private static Optional<OpenApiInteractionValidator> load() {
    if (!Files.exists(FILE)) {
      System.err.println(
          "SKIPPED: requests to GitHub are not checked against its description, for "
              + FILE
              + " is absent");
      return Optional.empty();
    }
    LevelResolver levels =
        LevelResolver.create()
            .withLevel("validation.request.security.missing", ValidationReport.Level.IGNORE)
            .withLevel("validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
            .build();
    return Optional.of(
        OpenApiInteractionValidator.createForSpecificationUrl(FILE.toUri().toString())
            .withLevelResolver(levels)
            .build());
  }
}
