package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What hazards say of work that goes through a whole table. */
final class HeavyWork {
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
          "drop-primary-key",
          "fulltext-or-spatial-index",
          "reorder-enum",
          "rewrite-table");

  private HeavyWork() {}

  /** Those that were found at the operation, with commas between them. */
  static String found(Situation situation) {
    Set<String> found = new TreeSet<>(situation.hazards());
    found.retainAll(HAZARDS);
    // Findings are told by lines, and a line may hold several actions.
    return found.stream()
        .filter(id -> isAbout(id, situation.operation()))
        .collect(Collectors.joining(", "));
  }

  private static boolean isAbout(String id, Operation operation) {
    return switch (id) {
      case "change-column-type", "reorder-enum" ->
          operation instanceof ColumnOperation.ModifyColumn;
      case "add-check-validating",
          "add-primary-key",
          "add-foreign-key-validating",
          "drop-primary-key" ->
          operation instanceof ConstraintOperation;
      case "fulltext-or-spatial-index" -> operation instanceof IndexOperation;
      case "rewrite-table" -> operation instanceof TableOperation.RewriteTable;
      default -> !id.startsWith("add-column") || operation instanceof ColumnOperation.AddColumn;
    };
  }
}
