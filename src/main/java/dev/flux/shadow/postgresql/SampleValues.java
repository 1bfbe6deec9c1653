package dev.flux.shadow.postgresql;

import dev.flux.shadow.postgresql.SampleTable.Column;
import java.util.Locale;
import java.util.Optional;

/** Values for columns, by their types (manual, 8 Data Types). */
final class SampleValues {
  private static final int LONG_TEXT = 200;

  private SampleValues() {}

  /**
   * A value between quotes, to be cast to the column's type; empty where none is known.
   *
   * @param seed other seeds give other values, as far as the type has them
   * @param extreme whether it shall stand at an end of the type
   * @param upper at which
   */
  static Optional<String> of(Column column, int seed, boolean extreme, boolean upper) {
    if (column.isEnum()) {
      return Optional.of(Names.literal(column.hints().get(seed % column.hints().size())));
    }
    if (column.category().equals("A")) {
      return Optional.of("'{}'");
    }
    Optional<String> end = extreme ? end(column, upper) : Optional.empty();
    return end.or(() -> ordinary(column, seed)).map(Names::literal);
  }

  private static Optional<String> ordinary(Column column, int seed) {
    int number = seed + 1;
    return Optional.ofNullable(
        switch (column.base()) {
          case "int2", "int4", "int8", "oid", "float4", "float8", "money" ->
              Integer.toString(number);
          case "numeric" -> digits(column, number);
          case "text", "citext", "name" -> "value " + number;
          case "varchar", "bpchar" -> fitting(column, number);
          case "char" -> "a";
          case "bool" -> seed % 2 == 0 ? "true" : "false";
          case "date" -> "2024-01-%02d".formatted(number % 28 + 1);
          case "timestamp", "timestamptz" -> "2024-01-%02d 10:00:00".formatted(number % 28 + 1);
          case "time", "timetz" -> "10:%02d:00".formatted(number % 60);
          case "interval" -> number + " hours";
          case "uuid" -> "00000000-0000-4000-8000-%012d".formatted(number);
          case "json", "jsonb" -> "{\"value\": " + number + "}";
          case "xml" -> "<value>" + number + "</value>";
          case "bytea" -> "\\x%02x".formatted(number);
          case "inet", "cidr" -> "10.0.0." + number;
          case "macaddr" -> "08:00:2b:01:02:%02x".formatted(number);
          case "point" -> "(" + number + ",1)";
          case "bit" -> "0".repeat(Math.max(1, column.length() + 4));
          case "varbit" -> "1";
          case "tsvector", "tsquery" -> "value" + number;
          case "hstore" -> "value=>" + number;
          case "ltree" -> "value.n" + number;
          default -> column.category().equals("R") ? "empty" : null;
        });
  }

  private static Optional<String> end(Column column, boolean upper) {
    return Optional.ofNullable(
        switch (column.base()) {
          case "int2" -> upper ? "32767" : "-32768";
          case "int4" -> upper ? "2147483647" : "-2147483648";
          case "int8" -> upper ? "9223372036854775807" : "-9223372036854775808";
          case "float4", "float8" -> upper ? "1e37" : "-1e-30";
          case "numeric" ->
              column.length() < 0
                  ? upper ? "12345678901234567890.0123456789" : "-0.0001"
                  : (upper ? "" : "-")
                      + "9".repeat(Math.max(1, column.length() - column.scale()))
                      + (column.scale() > 0 ? "." + "9".repeat(column.scale()) : "");
          case "text", "citext" -> upper ? "ä'\"\\ß☃ ".repeat(LONG_TEXT / 8) : "";
          case "varchar", "bpchar" ->
              upper ? "Z".repeat(Math.max(1, Math.min(LONG_TEXT, column.length()))) : "";
          case "date" -> upper ? "9999-12-31" : "0001-01-01";
          case "timestamp", "timestamptz" ->
              upper ? "9999-12-31 23:59:59.999999" : "0001-01-01 00:00:00";
          case "json", "jsonb" -> upper ? "{\"a\": [1, null, {\"b\": \"c\"}]}" : "null";
          case "bytea" -> upper ? "\\x00ff27" : "\\x";
          default -> null;
        });
  }

  /** Distinct as long as the digits suffice. */
  private static String digits(Column column, int number) {
    if (column.length() < 0) {
      return number + ".25";
    }
    int whole = column.length() - column.scale();
    long most = (long) Math.pow(10, Math.min(9, Math.max(0, whole)));
    return most <= 1
        ? "0"
        : Long.toString(number % most) + (column.scale() > 0 ? "." + number % 10 : "");
  }

  private static String fitting(Column column, int number) {
    String text = "value " + number;
    if (column.length() < 0 || column.length() >= text.length()) {
      return text;
    }
    String short36 = Integer.toString(number, 36).toLowerCase(Locale.ROOT);
    return short36.length() <= column.length()
        ? "a".repeat(column.length() - short36.length()) + short36
        : short36.substring(short36.length() - column.length());
  }
}
