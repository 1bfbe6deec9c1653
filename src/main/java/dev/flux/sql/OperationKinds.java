package dev.flux.sql;

import java.util.Locale;

/** Names of the kinds of operations, made once for each. */
final class OperationKinds {
  /** {@code add-column} for {@code AddColumn}. */
  static final ClassValue<String> KEBAB =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
          return type.getSimpleName()
              .replaceAll("(?<=.)(?=\\p{Upper})", "-")
              .toLowerCase(Locale.ROOT);
        }
      };

  private OperationKinds() {}
}
