package dev.flux.rollout;

import dev.flux.hazard.OwnTrigger;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Rows of one table carried over to another that has the same key, as they are written. The trigger
 * reads each row again, since triggers of the team may have changed it meanwhile; its function runs
 * as the owner of both tables, since writers need not know the other one (manual, CREATE FUNCTION,
 * Writing SECURITY DEFINER Functions Safely).
 *
 * @param table the one in use, whose columns and key both have
 */
record CarriedRows(Situation situation, Table table) {

  private String trigger() {
    return name("carry");
  }

  /** TRUNCATE fires triggers of statements alone. */
  private String emptied() {
    return name("empty");
  }

  private String name(String does) {
    String wanted = OwnTrigger.PREFIX + does + "_" + table.name().name();
    return situation.sql(situation.freeName(table.name(), wanted));
  }

  private String function() {
    String wanted = OwnTrigger.PREFIX + "carry_" + table.name().name();
    return situation.beside(table.name(), situation.freeName(table.name(), wanted));
  }

  private List<String> key() {
    return situation.batches(table.name()).key();
  }

  /** Columns that take values. */
  private List<String> columns() {
    return table.columns().stream()
        .filter(column -> column.generated().isEmpty())
        .map(Column::name)
        .toList();
  }

  /** Both triggers with their function. */
  List<String> create(String from, String to) {
    return List.of(
        """
        CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = {path} AS $flux$
        BEGIN
          IF TG_OP = 'TRUNCATE' THEN
            DELETE FROM {to};
            RETURN NULL;
          END IF;
          IF TG_OP <> 'INSERT' THEN
            DELETE FROM {to} AS flux_copy WHERE {old copy}
              AND NOT EXISTS (SELECT 1 FROM {from} AS flux_row WHERE {old row});
          END IF;
          IF TG_OP <> 'DELETE' THEN
            {insert} WHERE {new row} {update};
          END IF;
          RETURN NULL;
        END
        $flux$;\
        """
            .replace("{function}", function())
            .replace("{path}", path())
            .replace("{old copy}", matches("flux_copy", "OLD"))
            .replace("{old row}", matches("flux_row", "OLD"))
            .replace("{new row}", matches("flux_row", "NEW"))
            .replace("{insert}", insert(from, to))
            .replace("{update}", update())
            .replace("{from}", from)
            .replace("{to}", to),
        "CREATE TRIGGER %s AFTER INSERT OR UPDATE OR DELETE ON %s FOR EACH ROW EXECUTE FUNCTION %s();"
            .formatted(trigger(), from, function()),
        "CREATE TRIGGER %s AFTER TRUNCATE ON %s FOR EACH STATEMENT EXECUTE FUNCTION %s();"
            .formatted(emptied(), from, function()));
  }

  /** Drops what is created, if it is there. */
  List<String> drop(String from) {
    return List.of(
        "DROP TRIGGER IF EXISTS %s ON %s;".formatted(trigger(), from),
        "DROP TRIGGER IF EXISTS %s ON %s;".formatted(emptied(), from),
        "DROP FUNCTION IF EXISTS %s();".formatted(function()));
  }

  /** Copies rows of a range that the other table lacks; nobody changes them meanwhile. */
  String fill(String from, String to, String range) {
    return "%s WHERE %s FOR SHARE ON CONFLICT (%s) DO NOTHING"
        .formatted(insert(from, to), range, situation.list(key()));
  }

  private String insert(String from, String to) {
    String columns = situation.list(columns());
    boolean numbered = table.columns().stream().anyMatch(Definitions::identity);
    return "INSERT INTO %s (%s)%s SELECT %s FROM %s AS flux_row"
        .formatted(to, columns, numbered ? " OVERRIDING SYSTEM VALUE" : "", columns, from);
  }

  private String update() {
    List<String> changed = new ArrayList<>(columns());
    changed.removeAll(key());
    String set =
        changed.stream()
            .map(situation::sql)
            .map(column -> column + " = EXCLUDED." + column)
            .collect(Collectors.joining(", "));
    return "ON CONFLICT (%s) DO %s"
        .formatted(situation.list(key()), set.isEmpty() ? "NOTHING" : "UPDATE SET " + set);
  }

  private String matches(String row, String written) {
    return key().stream()
        .map(situation::sql)
        .map(column -> row + "." + column + " = " + written + "." + column)
        .collect(Collectors.joining(" AND "));
  }

  /** Where the operators of its key may be. */
  private String path() {
    ObjectName name = situation.before().resolve(table.name());
    Set<String> schemas = new LinkedHashSet<>();
    name.schema().ifPresent(schemas::add);
    schemas.add("public");
    return schemas.stream().map(situation::sql).collect(Collectors.joining(", ")) + ", pg_temp";
  }
}
