package dev.flux.schema;

import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * An index as of a statement.
 *
 * @param columns plain columns it sorts by, in order; expressions are left out
 * @param uses every column it cannot do without: also those of expressions, INCLUDE and WHERE
 * @param plain whether it sorts by plain columns only and has no WHERE
 * @param constraint the constraint that owns it
 * @param definition text behind {@code ON}, so that it can be written again; empty where a
 *     constraint owns it
 * @param visible whether queries may use it; MySQL and MariaDB can hide one
 */
public record Index(
    ObjectName name,
    List<String> columns,
    Set<String> uses,
    boolean unique,
    boolean plain,
    String method,
    Optional<Expression> where,
    Optional<String> constraint,
    String definition,
    boolean visible) {
  private static final Pattern COMPUTED = Pattern.compile("[(,]\\s*\\(");

  public Index {
    columns = List.copyOf(columns);
    uses = Set.copyOf(uses);
  }

  /** The index of a PRIMARY KEY, UNIQUE or EXCLUSION constraint. */
  static Index ofConstraint(ObjectName name, List<String> columns, boolean unique) {
    return new Index(
        name,
        columns,
        Set.copyOf(columns),
        unique,
        !columns.isEmpty(),
        unique ? "btree" : "gist",
        Optional.empty(),
        Optional.of(name.name()),
        "",
        true);
  }

  /** The same that no query uses, as MySQL and MariaDB keep one. */
  public Index hidden() {
    return new Index(
        name, columns, uses, unique, plain, method, where, constraint, definition, false);
  }

  /**
   * Whether it computes what it sorts by, said in parentheses of their own (MySQL 8.0 manual,
   * 15.1.15 CREATE INDEX Statement, Functional Key Parts).
   */
  public boolean computes() {
    return COMPUTED.matcher(definition).find();
  }

  /** The same under another name. */
  public Index named(ObjectName other) {
    return new Index(
        other, columns, uses, unique, plain, method, where, constraint, definition, visible);
  }

  /** As it is without a column; empty where nothing is left of it. */
  Optional<Index> without(String column) {
    if (!uses.contains(column)) {
      return Optional.of(this);
    }
    List<String> left = Lists.without(columns, column::equals);
    Set<String> used =
        uses.stream().filter(name -> !name.equals(column)).collect(Collectors.toSet());
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Index(
                name,
                left,
                used,
                unique,
                plain,
                method,
                where,
                constraint,
                withoutPart(definition, column),
                visible));
  }

  private static String withoutPart(String definition, String column) {
    String part =
        "[`\"]?%s[`\"]?(?:\\s*\\(\\s*\\d+\\s*\\))?(?:\\s+(?:ASC|DESC))?"
            .formatted(Pattern.quote(column));
    return definition
        .replaceFirst("(?i)(?<=\\()\\s*" + part + "\\s*,\\s*", "")
        .replaceFirst("(?i)\\s*,\\s*" + part + "\\s*(?=[,)])", "");
  }

  /** The same on another table. */
  Index on(String table) {
    String moved = SqlWords.onTable(definition, table);
    return new Index(name, columns, uses, unique, plain, method, where, constraint, moved, visible);
  }

  Index visible(boolean other) {
    return new Index(
        name, columns, uses, unique, plain, method, where, constraint, definition, other);
  }

  Index ownedBy(String owner) {
    return new Index(
        name, columns, uses, unique, plain, method, where, Optional.of(owner), definition, visible);
  }
}
