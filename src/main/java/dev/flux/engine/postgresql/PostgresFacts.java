package dev.flux.engine.postgresql;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.TableOperation;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What an operation does to a live PostgreSQL 11 to 18.
 *
 * <p>Locks are named for every table that exists before the statement, also for those that the
 * change under review created: whether a lock matters is the hazards' business. A table that the
 * statement itself creates is left out, since nobody can wait for it. Locks on indexes and
 * sequences are left out; those on views are named. Scans are those that the statement cannot do
 * without; how the planner reads the tables of a query is not known. An index build and a rewrite
 * scan too, and say so.
 */
public final class PostgresFacts implements EngineFacts {
  /** What the grammar knows and pg_proc does not (manual, chapter 9). */
  private static final Set<String> GRAMMAR =
      Set.of(
          "coalesce",
          "greatest",
          "least",
          "nullif",
          "exists",
          "cast",
          "extract",
          "array",
          "row",
          "any",
          "all",
          "some",
          "trim",
          "xmlelement",
          "grouping");

  /**
   * Whether calling a function may do anything besides answering: one that the server does not
   * bring along and that no migration declared stable or immutable.
   */
  public static boolean mayChange(String function, Catalog catalog) {
    String name = function.substring(function.lastIndexOf('.') + 1);
    return !GRAMMAR.contains(name)
        && !function.startsWith("pg_catalog.")
        && (Volatility.find(function, catalog).isEmpty()
            || (Volatility.find(function, catalog).get() == Volatility.VOLATILE
                && catalog.findRoutine(ObjectName.of(name)).isPresent()));
  }

  @Override
  public Optional<Impact> impact(Operation operation, Catalog before, EngineVersion version) {
    return impact(operation, new Whole(List.of(operation), before), before, version);
  }

  @Override
  public Optional<Impact> impact(
      Operation operation, Whole statement, Catalog before, EngineVersion version) {
    if (statement.ifExists() && passedOver(operation, statement.before())) {
      return Optional.of(
          new ImpactDraft(before, "PostgreSQL manual, ALTER TABLE, IF EXISTS; measured").impact());
    }
    Catalog reached = before;
    for (ObjectName table : statement.alone()) {
      reached = cut(operation, table, reached);
    }
    return new PostgresImpacts(
            reached, statement.settled(), statement.operations(), version, new HashSet<>())
        .of(operation)
        .map(draft -> draft.without(created(statement)).impact());
  }

  /** Whether the operation is on a table that is not there. */
  private static boolean passedOver(Operation operation, Catalog before) {
    Optional<ObjectName> table =
        operation instanceof ColumnOperation column
            ? Optional.of(column.table())
            : operation instanceof ConstraintOperation constraint
                ? Optional.of(constraint.table())
                : operation instanceof TableOperation.RenameTable renamed
                    ? Optional.of(renamed.table())
                    : operation instanceof TableOperation.SetTableOption option
                        ? Optional.of(option.table())
                        : Optional.empty();
    return table.filter(before::isMissing).isPresent();
  }

  /** Tables that the statement makes beside what else it does, as CREATE SCHEMA can. */
  private static List<ObjectName> created(Whole statement) {
    return statement.operations().size() == 1
        ? List.of()
        : statement.operations().stream()
            .filter(TableOperation.CreateTable.class::isInstance)
            .map(made -> ((TableOperation.CreateTable) made).table())
            .filter(table -> statement.before().findTable(table).isEmpty())
            .toList();
  }

  /**
   * What ONLY leaves in sight: heirs lose what they have of their parent alone, and are looked at
   * by ANALYZE, which knows of ONLY itself.
   */
  private static Catalog cut(Operation operation, ObjectName table, Catalog before) {
    if (operation instanceof SessionOperation.Maintain) {
      return before;
    }
    boolean disinherits =
        operation instanceof ColumnOperation.DropColumn
            || operation instanceof ConstraintOperation.DropConstraint;
    return before.childless(
        disinherits ? before.childrenOf(table).stream().map(Table::name).toList() : List.of(table));
  }
}
