package dev.flux.hazard;

import dev.flux.sql.ObjectOperation.AlterObject;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches a {@code SECURITY DEFINER} function or procedure that does not set its search_path.
 *
 * <p>In production: it runs with its owner's rights and its caller's search_path: whoever may
 * create objects in a schema on that path, temporary ones too, can have it run their code with the
 * owner's rights.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: {@code SET search_path = …} in its definition, with pg_temp last.
 *
 * <p>Source: PostgreSQL manual, CREATE FUNCTION, Writing SECURITY DEFINER Functions Safely.
 */
final class SecurityDefinerSearchPath extends OperationHazard<CreateRoutine> {
  private static final Pattern COMMENT = Pattern.compile("--[^\n]*|/\\*.*?\\*/", Pattern.DOTALL);
  private static final Pattern DEFINER =
      Pattern.compile("\\bsecurity\\s+definer\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern PATH =
      Pattern.compile("\\bset\\s+\"?search_path\\b", Pattern.CASE_INSENSITIVE);

  SecurityDefinerSearchPath() {
    super("security-definer-search-path", Severity.WARNING, CreateRoutine.class);
  }

  @Override
  List<Finding> examine(CreateRoutine create, ExaminedClause clause) {
    if (!clause.postgresql()) {
      return List.of();
    }
    String attributes = COMMENT.matcher(withoutBody(create, clause)).replaceAll(" ");
    if (!DEFINER.matcher(attributes).find()
        || PATH.matcher(attributes).find()
        || clause.laterInFile().anyMatch(later -> setsPath(later, create))) {
      return List.of();
    }
    return clause.finding(
        this,
        "Whoever calls "
            + Words.code(create.routine())
            + " can have it run other code with its owner's rights",
        "SECURITY DEFINER stands without a search_path of its own",
        "Add `SET search_path = …` with the schemas that it needs and `pg_temp` last.");
  }

  private static String withoutBody(CreateRoutine create, ExaminedClause clause) {
    String sql = clause.clause().span().of(clause.script().text());
    return create.body().filter(body -> !body.isEmpty()).map(b -> sql.replace(b, " ")).orElse(sql);
  }

  private static boolean setsPath(Operation later, CreateRoutine create) {
    return later instanceof AlterObject alter
        && alter.name().name().equals(create.routine().name())
        && PATH.matcher(alter.text()).find();
  }
}
