package dev.flux.rollout;

import dev.flux.hazard.OwnTrigger;
import dev.flux.schema.Table;
import java.util.List;
import java.util.function.Predicate;

/**
 * A trigger that sets columns of the row that is being written before it is stored, so that it
 * never fires another (manual, 39.1 Overview of Trigger Behavior), with its function.
 *
 * @param wanted name of both
 */
record SyncTrigger(Situation situation, Table table, String wanted) {

  /** One that keeps a column and its copy in step, whatever other triggers make of it. */
  static SyncTrigger ofCopy(Situation situation, Table table, String column) {
    return behind(situation, table, sync(table, column));
  }

  /** One that gives a column what its copy is told, before other triggers look at it. */
  static SyncTrigger ofWritten(Situation situation, Table table, String column) {
    return new SyncTrigger(
        situation,
        table,
        named(OwnTrigger.FIRST, sync(table, column), name -> isBefore(name, table)));
  }

  /** One that computes a column of the others, as the server computes a generated one. */
  static SyncTrigger ofComputed(Situation situation, Table table, String column) {
    return behind(
        situation, table, OwnTrigger.PREFIX + "compute_" + table.name().name() + "_" + column);
  }

  /** One that runs after those of the table, which run in the order of their names. */
  private static SyncTrigger behind(Situation situation, Table table, String wanted) {
    return new SyncTrigger(
        situation, table, named(OwnTrigger.LAST, wanted, name -> isBehind(name, table)));
  }

  private static String sync(Table table, String column) {
    return OwnTrigger.PREFIX + "sync_" + table.name().name() + "_" + column;
  }

  /** With the plainest mark that puts it where it belongs, or else with the strongest. */
  private static String named(List<String> marks, String wanted, Predicate<String> fits) {
    return marks.stream()
        .map(mark -> mark + wanted)
        .filter(fits)
        .findFirst()
        .orElse(marks.get(marks.size() - 1) + wanted);
  }

  private static boolean isBefore(String name, Table table) {
    return table.triggers().stream().allMatch(other -> name.compareTo(other) < 0);
  }

  private static boolean isBehind(String name, Table table) {
    return table.triggers().stream().allMatch(other -> name.compareTo(other) > 0);
  }

  private String trigger() {
    return situation.sql(name());
  }

  private String function() {
    return situation.beside(table.name(), name());
  }

  /** The name of the trigger and of its function. */
  String name() {
    return situation.freeName(table.name(), wanted);
  }

  /**
   * Creates both.
   *
   * @param body PL/pgSQL that sets columns of {@code NEW}, each line indented by two blanks
   */
  List<String> create(String body) {
    return List.of(
        """
        CREATE FUNCTION %s() RETURNS trigger LANGUAGE plpgsql AS $flux$
        BEGIN
        %s
          RETURN NEW;
        END
        $flux$;\
        """
            .formatted(function(), body),
        "CREATE TRIGGER %s BEFORE INSERT OR UPDATE ON %s FOR EACH ROW EXECUTE FUNCTION %s();"
            .formatted(trigger(), situation.sql(table.name()), function()));
  }

  /** Drops both. */
  List<String> drop() {
    return List.of(
        "DROP TRIGGER " + trigger() + " ON " + situation.sql(table.name()) + ";",
        "DROP FUNCTION " + function() + "();");
  }

  /**
   * The body for two columns that old and new versions of the application write, each its own: what
   * a write changes wins.
   *
   * @param old quoted where it needs to be
   * @param fresh quoted where it needs to be
   */
  static String bothWays(String old, String fresh) {
    return """
      IF TG_OP = 'INSERT' AND NEW.%2$s IS NOT NULL THEN
        NEW.%1$s := NEW.%2$s;
      ELSIF TG_OP = 'UPDATE' AND NEW.%2$s::text IS DISTINCT FROM OLD.%2$s::text THEN
        NEW.%1$s := NEW.%2$s;
      ELSE
        NEW.%2$s := NEW.%1$s;
      END IF;\
    """
        .formatted(old, fresh);
  }
}
