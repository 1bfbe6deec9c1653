package dev.flux.stats;

import org.jspecify.annotations.Nullable;

/** Why a database could not be asked, for the person who asked. */
public final class StatisticsException extends Exception {
  private static final long serialVersionUID = 1L;

  StatisticsException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
