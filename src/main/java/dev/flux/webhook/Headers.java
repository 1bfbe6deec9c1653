package dev.flux.webhook;

import java.util.Optional;

/** The headers of one request; names are looked up without regard to case, as HTTP does. */
@FunctionalInterface
public interface Headers {

  /** The value of a header, or empty where the request has none. */
  Optional<String> find(String name);
}
