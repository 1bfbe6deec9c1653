package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a data type and resolves its aliases (PostgreSQL manual table 8.1). */
final class TypeReader {
  private static final Map<String, String> POSTGRES =
      Map.ofEntries(
          Map.entry("int", "integer"),
          Map.entry("int4", "integer"),
          Map.entry("int8", "bigint"),
          Map.entry("int2", "smallint"),
          Map.entry("serial4", "serial"),
          Map.entry("serial8", "bigserial"),
          Map.entry("serial2", "smallserial"),
          Map.entry("bool", "boolean"),
          Map.entry("varchar", "character varying"),
          Map.entry("bpchar", "character"),
          Map.entry("char", "character"),
          Map.entry("nchar", "character"),
          Map.entry("varbit", "bit varying"),
          Map.entry("decimal", "numeric"),
          Map.entry("dec", "numeric"),
          Map.entry("float4", "real"),
          Map.entry("float8", "double precision"),
          Map.entry("timestamptz", "timestamp with time zone"),
          Map.entry("timestamp", "timestamp without time zone"),
          Map.entry("timetz", "time with time zone"),
          Map.entry("time", "time without time zone"));

  private static final Map<String, String> MYSQL =
      Map.ofEntries(
          Map.entry("integer", "int"),
          Map.entry("int4", "int"),
          Map.entry("int8", "bigint"),
          Map.entry("int2", "smallint"),
          Map.entry("int1", "tinyint"),
          Map.entry("int3", "mediumint"),
          Map.entry("middleint", "mediumint"),
          Map.entry("bool", "tinyint"),
          Map.entry("boolean", "tinyint"),
          Map.entry("character", "char"),
          Map.entry("character varying", "varchar"),
          Map.entry("char varying", "varchar"),
          Map.entry("dec", "decimal"),
          Map.entry("numeric", "decimal"),
          Map.entry("fixed", "decimal"),
          Map.entry("real", "double"),
          Map.entry("double precision", "double"),
          Map.entry("float8", "double"),
          Map.entry("float4", "float"));

  private final Tokens tokens;
  private final int start;
  private List<String> modifiers = List.of();

  private TypeReader(Tokens tokens) {
    this.tokens = tokens;
    this.start = tokens.at();
  }

  /** The type under the cursor, with its modifiers and array brackets. */
  static SqlType read(Tokens tokens) {
    TypeReader reader = new TypeReader(tokens);
    if (tokens.postgres()) {
      tokens.take("SETOF");
    }
    String name = tokens.mysql() ? reader.mysqlName() : reader.postgresName();
    int dimensions = reader.dimensions();
    return new SqlType(name, reader.modifiers, dimensions, tokens.textSince(reader.start));
  }

  /** The type of a column on SQLite: any words, up to one that begins a constraint. */
  static SqlType readSqlite(Tokens tokens) {
    TypeReader reader = new TypeReader(tokens);
    StringBuilder name = new StringBuilder(tokens.identifier("a type"));
    while (tokens.isName() && !ColumnReader.startsConstraint(tokens)) {
      name.append(' ').append(tokens.identifier("a type"));
    }
    reader.readModifiers();
    String lower = name.toString().toLowerCase(Locale.ROOT);
    return new SqlType(lower, reader.modifiers, 0, tokens.textSince(reader.start));
  }

  private String postgresName() {
    boolean plain = tokens.is(TokenKind.WORD);
    if (plain && (tokens.isAny("TIMESTAMP", "TIME") && !tokens.isAheadSymbol(1, '.'))) {
      return timeName();
    }
    if (plain && tokens.is("DOUBLE", "PRECISION")) {
      tokens.take("DOUBLE", "PRECISION");
      return "double precision";
    }
    if (plain && tokens.isAny("NATIONAL", "CHARACTER", "CHAR", "NCHAR", "BIT")) {
      return stringName();
    }
    String name = userName(plain);
    readModifiers();
    if (plain && name.equals("interval")) {
      takeIntervalFields(tokens);
      readModifiers();
    }
    if (name.equals("float")) {
      return floatName();
    }
    if (name.equals("bpchar") || name.equals("pg_catalog.bpchar")) {
      return "character";
    }
    String resolved = plain ? POSTGRES.getOrDefault(name, name) : name;
    if (resolved.equals("numeric") && modifiers.size() == 1) {
      modifiers = List.of(modifiers.get(0), "0");
    }
    return resolved;
  }

  /** A name with its schema; {@code pg_catalog} is where the engine's own types live. */
  private String userName(boolean plain) {
    boolean quotedChar = !plain && tokens.isName() && tokens.textOf(tokens.at()).equals("\"char\"");
    String first = tokens.identifier("a type");
    StringBuilder whole = new StringBuilder(quotedChar ? "\"char\"" : first);
    while (tokens.takeSymbol('.')) {
      String next = tokens.identifier("a type");
      if (whole.toString().equals("pg_catalog")) {
        whole.setLength(0);
        next = POSTGRES.getOrDefault(next, next);
        whole.append(next);
      } else {
        whole.append('.').append(next);
      }
    }
    return whole.toString();
  }

  private String floatName() {
    boolean single = !modifiers.isEmpty() && modifiers.get(0).matches("\\d|1\\d|2[0-4]");
    modifiers = List.of();
    return single ? "real" : "double precision";
  }

  private String timeName() {
    String base = tokens.is("TIME") ? "time" : "timestamp";
    tokens.skip();
    readModifiers();
    boolean zoned = tokens.is("WITH", "TIME", "ZONE");
    takeZone(tokens);
    return base + (zoned ? " with time zone" : " without time zone");
  }

  /** WITH or WITHOUT TIME ZONE, if it is there. */
  static boolean takeZone(Tokens tokens) {
    return tokens.take("WITH", "TIME", "ZONE") || tokens.take("WITHOUT", "TIME", "ZONE");
  }

  /** {@code YEAR TO MONTH} and its like, if they are there. */
  static void takeIntervalFields(Tokens tokens) {
    String[] fields = {"YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND"};
    if (tokens.takeAny(fields) && tokens.take("TO")) {
      tokens.takeAny(fields);
    }
  }

  private String stringName() {
    boolean bits = tokens.take("BIT");
    if (!bits) {
      tokens.take("NATIONAL");
      if (!tokens.takeAny("CHARACTER", "CHAR", "NCHAR")) {
        throw tokens.unexpected("CHARACTER");
      }
    }
    boolean varying = tokens.take("VARYING");
    readModifiers();
    if (modifiers.isEmpty() && !varying) {
      modifiers = List.of("1");
    }
    return (bits ? "bit" : "character") + (varying ? " varying" : "");
  }

  private String mysqlName() {
    StringBuilder name = new StringBuilder();
    tokens.take("NATIONAL");
    name.append(tokens.identifier("a type").toLowerCase(Locale.ROOT));
    if (tokens.isAny("PRECISION", "VARYING")) {
      name.append(' ').append(tokens.identifier("a type").toLowerCase(Locale.ROOT));
    }
    readModifiers();
    String written = name.toString();
    String resolved = MYSQL.getOrDefault(written, written);
    if (written.startsWith("bool")) {
      modifiers = List.of("1");
    } else if (resolved.equals("char") && modifiers.isEmpty()) {
      modifiers = List.of("1");
    } else if (resolved.equals("decimal") && modifiers.size() == 1) {
      modifiers = List.of(modifiers.get(0), "0");
    }
    boolean unsigned = false;
    while (tokens.isAny("UNSIGNED", "SIGNED", "ZEROFILL")) {
      unsigned |= !tokens.is("SIGNED");
      tokens.skip();
    }
    return unsigned ? resolved + " unsigned" : resolved;
  }

  private void readModifiers() {
    if (!tokens.isSymbol('(')) {
      return;
    }
    Tokens inside = tokens.group();
    inside.refusePlaceholders();
    List<String> found = new ArrayList<>();
    while (!inside.done()) {
      Tokens one = inside.untilComma();
      found.add(one.is(TokenKind.STRING) ? one.string("a label") : one.text().strip());
      inside.takeSymbol(',');
    }
    modifiers = found;
  }

  private int dimensions() {
    int found = 0;
    boolean array = tokens.postgres() && tokens.take("ARRAY");
    while (tokens.isSymbol('[')) {
      tokens.skipGroup();
      found++;
    }
    return array ? 1 : found;
  }
}
