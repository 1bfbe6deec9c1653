package dev.flux.sql;

import java.util.HashSet;
import java.util.Set;

/**
 * A value expression inside DDL.
 *
 * @param text as written, without comments at its ends
 * @param functions names of the functions it calls, in lower case, with the schema where written;
 *     parameterless ones such as {@code current_timestamp} too
 * @param names other names in it: columns it may read
 */
public record Expression(String text, Set<String> functions, Set<String> names) {
  public Expression {
    functions = Set.copyOf(functions);
    names = Set.copyOf(names);
  }

  /** Whether it calls nothing and reads nothing: a literal, or literals combined. */
  public boolean constant() {
    return functions.isEmpty() && names.isEmpty();
  }

  /** The same once a column that it may read has another name. */
  public Expression withColumn(String from, String to, Dialect dialect) {
    if (!names.contains(from)) {
      return this;
    }
    Set<String> renamed = new HashSet<>(names);
    renamed.remove(from);
    renamed.add(to);
    return new Expression(ExpressionNames.renamed(text, from, to, dialect), functions, renamed);
  }
}
