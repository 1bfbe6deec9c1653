package dev.flux.sql;

import java.util.HashSet;
import java.util.Set;

/** Tables that a statement names with ONLY: their heirs and partitions are left alone. */
final class OnlyTables {
  private OnlyTables() {}

  /** Those of the statement under the cursor, which stays where it is. */
  static Set<ObjectName> of(Tokens statement) {
    if (!statement.postgres()) {
      return Set.of();
    }
    Tokens tokens = statement.copy();
    Set<ObjectName> names = new HashSet<>();
    while (!tokens.done()) {
      if (tokens.take("ONLY")) {
        tokens.takeSymbol('(');
        if (tokens.isName()) {
          names.add(name(tokens));
        }
      } else {
        tokens.skip();
      }
    }
    return names;
  }

  /** What is no name of a table is passed over by others, who say so. */
  private static ObjectName name(Tokens tokens) {
    String first = tokens.identifier("a name");
    return tokens.takeSymbol('.') && tokens.isName()
        ? ObjectName.of(first, tokens.identifier("a name"))
        : ObjectName.of(first);
  }
}
