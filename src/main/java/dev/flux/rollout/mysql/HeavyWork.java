package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What hazards say of work that goes through a whole table. */
final class HeavyWork {
  private static final String NARROWS = "change-column-type-narrows";

  /** Ids of the hazards. */
  static final Set<String> HAZARDS =
      Set.of(
          "add-check-validating",
          "add-column-auto-increment",
          "add-column-inline-constraint",
          "add-column-stored-generated",
          "add-column-volatile-default",
          "add-foreign-key-validating",
          "add-primary-key",
          "alter-blocks-writes",
          "alter-copies-table",
          "change-column-type",
          NARROWS,
          "drop-primary-key",
          "fulltext-or-spatial-index",
          "reorder-enum",
          "rewrite-table");

  private static final String WRITES_VALUES = "it fails where a row has no value";

  /** What must be true before a column may hold NULL. */
  static final String READS_NULL = "every running version reads NULL in it";

  private HeavyWork() {}

  /** A comment that allows those that were found at the operation; empty where none was. */
  static String allowed(Situation situation, String reason) {
    Set<String> found = new TreeSet<>(situation.hazards());
    found.retainAll(HAZARDS);
    // Findings are told by lines, and a line may hold several actions.
    found.removeIf(id -> !isAbout(id, situation));
    return (opens(situation) ? Sql.allow("drop-not-null", READS_NULL) : "")
        + (closes(situation) ? Sql.allow("set-not-null-cold", WRITES_VALUES) : "")
        + (found.isEmpty() ? "" : Sql.allow(String.join(", ", found), reason));
  }

  private static boolean closes(Situation situation) {
    return situation.operation() instanceof ColumnOperation.ModifyColumn
        && situation.hazards().contains("set-not-null-cold");
  }

  /** What must be true of rows and versions before the column is altered. */
  static Optional<String> gate(Situation situation) {
    if (!(situation.operation() instanceof ColumnOperation.ModifyColumn modify)) {
      return Optional.empty();
    }
    String column = situation.sql(modify.column().name());
    List<String> gates = new ArrayList<>();
    if (closes(situation)) {
      gates.add(
          "every running version writes a value in it, and `SELECT COUNT(*) FROM %s WHERE %s IS NULL;` counts 0"
              .formatted(situation.sql(modify.table()), column));
    }
    if (opens(situation)) {
      gates.add(READS_NULL);
    }
    if (situation.hazards().contains(NARROWS)) {
      modify
          .column()
          .type()
          .ifPresent(
              type -> gates.add("`%s` holds every value of %s".formatted(type.text(), column)));
    }
    return gates.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", gates));
  }

  /** Whether rows may have NULL in a column from then on. */
  static boolean opens(Situation situation) {
    return situation.operation() instanceof ColumnOperation.ModifyColumn
        && situation.hazards().contains("drop-not-null");
  }

  private static boolean isAbout(String id, Situation situation) {
    Operation operation = situation.operation();
    return switch (id) {
      case "change-column-type", NARROWS, "reorder-enum" ->
          operation instanceof ColumnOperation.ModifyColumn;
      case "add-check-validating",
          "add-primary-key",
          "add-foreign-key-validating",
          "drop-primary-key" ->
          operation instanceof ConstraintOperation;
      case "fulltext-or-spatial-index" -> operation instanceof IndexOperation;
      case "rewrite-table" ->
          situation.clause().impact().filter(i -> !i.rewrites().isEmpty()).isPresent();
      default -> !id.startsWith("add-column") || operation instanceof ColumnOperation.AddColumn;
    };
  }
}
