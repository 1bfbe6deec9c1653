package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.MoveToSchema;
import dev.flux.sql.ObjectOperation.RenameObject;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Renames a table or view, or moves it to another schema, while both names work: in the same
 * transaction a view takes the old name, and since it shows one table as it is, rows are written
 * through it too (manual, CREATE VIEW, Updatable Views).
 */
final class RenameBehindView implements Recipe {
  private static final Set<ObjectKind> KINDS =
      Set.of(ObjectKind.TABLE, ObjectKind.VIEW, ObjectKind.MATERIALIZED_VIEW);

  @Override
  public Set<String> settles() {
    return Set.of("rename-table", "move-to-schema");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    return move(situation)
        .filter(move -> move.kind() != ObjectKind.TABLE || !isView(situation, move.from()))
        .map(
            move ->
                situation
                    .renameByHand(move.from(), move.to())
                    .map(List::of)
                    .orElseGet(() -> steps(situation, move)))
        .orElse(List.of());
  }

  private static boolean isView(Situation situation, ObjectName name) {
    return situation.before().findView(name).isPresent();
  }

  /**
   * What is done.
   *
   * @param kind what it is done to
   */
  private record Move(ObjectKind kind, ObjectName from, ObjectName to) {

    /** The statement that does it, or the one that undoes it. */
    String sql(Situation situation, boolean back) {
      ObjectName here = back ? to : from;
      ObjectName there = back ? from : to;
      String action =
          here.name().equals(there.name())
              ? "SET SCHEMA " + situation.sql(there.schema().orElse("public"))
              : "RENAME TO " + situation.sql(there.name());
      return "ALTER %s %s %s;"
          .formatted(kind.name().replace('_', ' '), situation.definitions().name(here), action);
    }
  }

  private static Optional<Move> move(Situation situation) {
    Operation operation = situation.operation();
    if (operation instanceof RenameTable rename) {
      ObjectName from = situation.before().resolve(rename.table());
      return Optional.of(new Move(ObjectKind.TABLE, from, from.renamed(rename.to())));
    }
    if (operation instanceof RenameObject rename && KINDS.contains(rename.object())) {
      ObjectName from = situation.before().resolve(rename.name());
      return Optional.of(new Move(rename.object(), from, from.renamed(rename.to())));
    }
    if (operation instanceof MoveToSchema move && KINDS.contains(move.object())) {
      ObjectName from = situation.before().resolve(move.name());
      return Optional.of(new Move(move.object(), from, ObjectName.of(move.schema(), from.name())));
    }
    return Optional.empty();
  }

  private static List<PlannedStep> steps(Situation situation, Move move) {
    ObjectName from = move.from();
    ObjectName to = move.to();
    String old = situation.definitions().name(from);
    String columns =
        situation
            .findTable(from)
            .filter(Table::complete)
            .map(t -> situation.list(t.columns().stream().map(Column::name).toList()))
            .orElse("*");
    String view =
        "CREATE VIEW %s AS SELECT %s FROM %s;"
            .formatted(old, columns, situation.definitions().name(to));
    String dropView = "DROP VIEW " + old + ";";
    String allowed =
        situation.operation() instanceof MoveToSchema
            ? Sql.allow("move-to-schema", "a view takes the old name in the same transaction")
            : "";
    return List.of(
        Locks.instant(
                situation
                    .step(
                        "rename_" + from.name(),
                        "Rename `" + from + "` to `" + to + "`, and keep the old name as a view")
                    .sql(
                        Sql.locking(allowed + move.sql(situation, false), view),
                        Sql.locking(dropView, move.sql(situation, true))),
                from)
            .gate(
                "one role owns the table and runs the application, or the view is granted likewise")
            .worksWith("versions that use either name")
            .expand(),
        situation
            .step("deploy", "Deploy the version that uses `" + to + "`")
            .deploy()
            .worksWith("versions that use either name")
            .contract(),
        Locks.instant(
                situation
                    .step("drop_view_" + from.name(), "Drop the view under the old name")
                    .sql(
                        Sql.locking(
                            Sql.allow("drop-table", "no running version uses the old name")
                                + dropView),
                        view),
                from)
            .deployGate("no running version uses `" + from + "`")
            .worksWith("versions that use `" + to + "`")
            .contract());
  }
}
