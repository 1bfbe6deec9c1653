package dev.flux.engine;

import java.util.Optional;

/**
 * What Flux says of a form on one version of one engine; a live server is asked the same.
 *
 * @param impact empty where the statement is refused, or Flux knows no fact
 * @param refusal why the server refuses it, where Flux says so
 */
public record MeasuredFact(StatementForm form, Optional<Impact> impact, Optional<String> refusal) {}
