package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Locale;

/**
 * Triggers that give two columns of a row the same value, whichever is written (MySQL 8.0 manual,
 * 27.3 Using Triggers).
 *
 * @param from the column that old versions write
 * @param to the one that new versions write
 */
record ColumnSync(Situation situation, ObjectName table, String from, String to) {

  private String trigger(String event) {
    String wanted = "flux_" + table.name() + "_" + to + "_" + event;
    return situation.sql(situation.freeName(table, wanted));
  }

  /** Drops them, where they are. */
  List<String> drop() {
    return List.of(
        "DROP TRIGGER IF EXISTS " + trigger("insert") + ";",
        "DROP TRIGGER IF EXISTS " + trigger("update") + ";");
  }

  /** Creates them; where both columns are written, the new name's value holds. */
  List<String> create() {
    String fresh = situation.sql(to);
    return List.of(
        create("insert", "NEW." + fresh + " IS NULL"),
        create("update", "NEW.%1$s <=> OLD.%1$s".formatted(fresh)));
  }

  private String create(String event, String untouched) {
    return """
    CREATE TRIGGER %1$s BEFORE %2$s ON %3$s FOR EACH ROW
    BEGIN
      IF %4$s THEN
        SET NEW.%5$s = NEW.%6$s;
      ELSE
        SET NEW.%6$s = NEW.%5$s;
      END IF;
    END;\
    """
        .formatted(
            trigger(event),
            event.toUpperCase(Locale.ROOT),
            situation.sql(table),
            untouched,
            situation.sql(to),
            situation.sql(from));
  }
}
