package dev.flux.work;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened, reached or used. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
