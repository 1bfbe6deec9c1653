package dev.flux.sql;

import java.util.Optional;

/** The words behind CREATE, ALTER, DROP and COMMENT ON that say what kind of object is meant. */
final class ObjectKinds {
  private static final String[][] WORDS = {
    {"MATERIALIZED", "VIEW"},
    {"EVENT", "TRIGGER"},
    {"FOREIGN", "TABLE"},
    {"TEXT", "SEARCH"},
    {"FOREIGN", "DATA", "WRAPPER"},
    {"OPERATOR", "CLASS"},
    {"OPERATOR", "FAMILY"},
    {"USER", "MAPPING"},
    {"ACCESS", "METHOD"},
    {"LARGE", "OBJECT"},
    {"PROCEDURAL", "LANGUAGE"},
    {"TRUSTED", "LANGUAGE"}
  };

  private ObjectKinds() {}

  /** Takes the words of a kind, if they stand here. */
  static Optional<ObjectKind> take(Tokens tokens) {
    for (int i = 0; i < WORDS.length; i++) {
      if (takeAll(tokens, WORDS[i])) {
        if (i == 3) {
          tokens.identifier("what of the text search");
        }
        return Optional.of(
            i < 4 ? kind(WORDS[i]) : i < 10 ? ObjectKind.OTHER : ObjectKind.LANGUAGE);
      }
    }
    if (tokens.takeAny("USER", "GROUP")) {
      return Optional.of(ObjectKind.ROLE);
    }
    if (tokens.take("ROUTINE")) {
      return Optional.of(ObjectKind.FUNCTION);
    }
    if (tokens.takeAny("CONVERSION", "TRANSFORM") || (tokens.mysql() && tokens.take("EVENT"))) {
      return Optional.of(ObjectKind.OTHER);
    }
    for (ObjectKind kind : ObjectKind.values()) {
      if (kind != ObjectKind.OTHER && tokens.take(kind.name())) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  private static ObjectKind kind(String[] words) {
    return ObjectKind.valueOf(String.join("_", words));
  }

  private static boolean takeAll(Tokens tokens, String[] words) {
    return words.length == 2
        ? tokens.take(words[0], words[1])
        : tokens.take(words[0], words[1], words[2]);
  }
}
