package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names that a routine sees where it has a search_path of its own. */
final class RoutineScope {
  private static final String SCHEMA = "(?:\"[^\"]*\"|'[^']*'|[\\w$]+)";
  private static final Pattern SEARCH_PATH =
      Pattern.compile(
          "(?is)\\bset\\s+\"?search_path\"?\\s*(?:=|\\bto\\b)\\s*("
              + SCHEMA
              + "(?:\\s*,\\s*"
              + SCHEMA
              + ")*)");

  private RoutineScope() {}

  /** The catalog as the routine sees it (manual, CREATE FUNCTION, SET; measured). */
  static Catalog of(CreateRoutine routine, Catalog catalog) {
    String outside =
        routine.body().map(body -> routine.text().replace(body, " ")).orElse(routine.text());
    Matcher path = SEARCH_PATH.matcher(outside);
    return path.find() ? after("SET search_path = " + path.group(1), catalog) : catalog;
  }

  private static Catalog after(String setting, Catalog catalog) {
    Catalog reached = catalog;
    for (Statement statement : SqlReader.read(setting, Dialect.POSTGRESQL).statements()) {
      for (Operation operation : statement.operations()) {
        reached = reached.after(operation);
      }
    }
    return reached;
  }
}
