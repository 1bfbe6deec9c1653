package dev.flux.engine.mysql;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Set;

/**
 * How the values of a column change with its definition. Which changes leave the stored bytes alone
 * was measured on MySQL 8.0.33 and MariaDB 11.4; MySQL manual, Table 17.18 Online DDL Support for
 * Column Operations.
 *
 * @param rules of columns that name none, before
 * @param after the same, behind the statement
 */
record ValueChange(
    Column old, ColumnDefinition column, TextRules rules, TextRules after, Server server) {
  private static final Set<String> WHOLE_NUMBERS =
      Set.of("tinyint", "smallint", "mediumint", "int", "bigint", "year", "float", "double");

  private static final Set<String> TEXTS =
      Set.of("char", "varchar", "tinytext", "text", "mediumtext", "longtext");

  /** What a column of GEOMETRY may hold too. */
  private static final Set<String> SHAPES =
      Set.of(
          "point",
          "linestring",
          "polygon",
          "multipoint",
          "multilinestring",
          "multipolygon",
          "geometrycollection");

  /** The kinds of change, as far as engines treat them differently. */
  enum Kind {
    /** The stored values are the same. */
    NONE,
    /** A longer varchar whose length takes as many bytes as before. */
    WIDER,
    /** A longer varchar whose length takes two bytes now. */
    WIDER_LENGTH,
    /** Another order of the same characters. */
    COLLATION,
    /** A character set that holds the old one as it is. */
    SUPERSET,
    /** Text that is bytes from now on. */
    BYTES,
    OTHER
  }

  Kind kind() {
    SqlType from = old.type().orElseThrow();
    SqlType to = column.type().orElseThrow();
    if (isLabels(from) && from.name().equals(to.name())) {
      return labels(from, to);
    }
    if (TEXTS.contains(from.name()) && isTextOrBytes(to)) {
      return text(from, to);
    }
    if (!from.name().equals(to.name())) {
      boolean anyShape = to.name().equals("geometry") && SHAPES.contains(from.name());
      return anyShape && server.mariadb() ? Kind.NONE : Kind.OTHER;
    }
    if (from.name().equals("varbinary")) {
      return longer(length(from), length(to), length(from), length(to));
    }
    String base = from.name().replace(" unsigned", "");
    boolean same = WHOLE_NUMBERS.contains(base) || from.modifiers().equals(to.modifiers());
    return same ? Kind.NONE : Kind.OTHER;
  }

  private static boolean isLabels(SqlType type) {
    return type.name().equals("enum") || type.name().equals("set");
  }

  private Kind labels(SqlType from, SqlType to) {
    List<String> before = from.modifiers();
    List<String> labels = to.modifiers();
    boolean appended =
        labels.size() >= before.size() && labels.subList(0, before.size()).equals(before);
    boolean set = from.name().equals("set");
    boolean sameSet =
        !server.mariadb()
            || rules.charset(old.attributes()).equals(after.charset(column.attributes()));
    return appended && sameSet && size(before.size(), set) == size(labels.size(), set)
        ? Kind.NONE
        : Kind.OTHER;
  }

  /** Bytes that a value takes. */
  private static int size(int labels, boolean set) {
    if (!set) {
      return labels <= 255 ? 1 : 2;
    }
    int bytes = (labels + 7) / 8;
    return bytes > 4 ? 8 : bytes;
  }

  /** Whether the type may hold what a text type holds, seen as text or as bytes. */
  private static boolean isTextOrBytes(SqlType type) {
    return TEXTS.contains(type.name())
        || type.name().endsWith("blob")
        || type.name().endsWith("binary");
  }

  private Kind text(SqlType from, SqlType to) {
    String charset = rules.charset(old.attributes());
    boolean bytes =
        !TEXTS.contains(to.name()) || after.charset(column.attributes()).equals("binary");
    String wanted = bytes ? asText(to.name()) : to.name();
    if (!from.name().equals(wanted)) {
      return Kind.OTHER;
    }
    Kind length = length(from, to, bytes);
    if (length == Kind.OTHER || length == Kind.WIDER_LENGTH) {
      return characters(charset, bytes) == Kind.OTHER ? Kind.OTHER : length;
    }
    Kind characters = characters(charset, bytes);
    return characters == Kind.NONE ? length : characters;
  }

  private static String asText(String type) {
    return type.replace("blob", "text").replace("binary", "char").replace("varchar", "varchar");
  }

  private Kind length(SqlType from, SqlType to, boolean bytes) {
    if (!from.name().endsWith("char")) {
      return Kind.NONE;
    }
    if (from.name().equals("char")) {
      return length(from) == length(to) ? Kind.NONE : Kind.OTHER;
    }
    int wanted = bytes ? length(to) : after.bytes(to, column.attributes());
    return longer(length(from), length(to), rules.bytes(from, old.attributes()), wanted);
  }

  private static Kind longer(int before, int after, int bytesBefore, int bytesAfter) {
    if (after < before) {
      return Kind.OTHER;
    }
    if (bytesBefore <= 255 && bytesAfter > 255) {
      return Kind.WIDER_LENGTH;
    }
    return before == after ? Kind.NONE : Kind.WIDER;
  }

  private Kind characters(String before, boolean bytes) {
    if (bytes) {
      return before.equals("binary") ? Kind.NONE : Kind.BYTES;
    }
    String set = after.charset(column.attributes());
    if (before.equals(set)) {
      boolean same = rules.collation(old.attributes()).equals(after.collation(column.attributes()));
      return same ? Kind.NONE : Kind.COLLATION;
    }
    if (!before.equals("utf8mb3") || !set.equals("utf8mb4")) {
      return Kind.OTHER;
    }
    String order = order(rules.collation(old.attributes()));
    boolean alike = order.equals(order(after.collation(column.attributes())));
    return server.mariadb() && !alike ? Kind.COLLATION : Kind.SUPERSET;
  }

  /** How a collation sorts, without the character set that it is for. */
  private static String order(String collation) {
    return collation.substring(collation.indexOf('_') + 1);
  }

  /** The number in parentheses; 0 where there is none. */
  static int length(SqlType type) {
    if (type.modifiers().isEmpty() || !type.modifiers().get(0).matches("\\d{1,9}")) {
      return 0;
    }
    return Integer.parseInt(type.modifiers().get(0));
  }
}
