package dev.flux.rollout.mysql;

import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.rollout.Estimates;
import dev.flux.rollout.Situation;
import dev.flux.rollout.StepDraft;
import dev.flux.rollout.WayBack;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.ModifyColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlType;
import dev.flux.sql.TableOperation.ChooseAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the server does only while nobody writes, of a table that no copy can take the place of:
 * since foreign keys begin or end at it, it has triggers of its own, or the history does not tell
 * all of it. A tool beside the server does it; the migration is for databases without load.
 */
final class AlterByOnlineTool implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return HeavyWork.HAZARDS;
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Optional<OnlineDdl> ddl = situation.clause().impact().flatMap(Impact::online);
    String action = AlterActions.of(situation, situation.clause().clause());
    boolean other =
        situation.operation() instanceof ChooseAlgorithm
            || situation.operation() instanceof ColumnOperation.DropColumn
            || ColumnRenaming.renames(situation.operation())
            || action.isEmpty();
    if (ddl.isEmpty() || other || ddl.get().concurrentWrites()) {
      return List.of();
    }
    return situation.operation() instanceof ModifyColumn modify && sharesType(situation, modify)
        ? List.of(byHand(situation, modify))
        : steps(situation, ddl.get(), action);
  }

  /**
   * Whether a foreign key holds the column to the type of another (MySQL 8.0 manual, 15.1.20.5
   * FOREIGN KEY Constraints); texts of one character set may differ in length.
   */
  private static boolean sharesType(Situation situation, ModifyColumn modify) {
    ColumnDefinition now = modify.column();
    boolean longer =
        situation
                .findTable(modify.table())
                .flatMap(t -> t.findColumn(modify.columnName()))
                .flatMap(Column::type)
                .map(SqlType::name)
                .equals(now.type().map(SqlType::name).filter(n -> n.endsWith("char")))
            && now.attributes().charset().isEmpty()
            && now.attributes().collation().isEmpty();
    Stream<Constraint> own =
        situation.findTable(modify.table()).stream()
            .flatMap(t -> t.constraintsOn(modify.columnName()).stream())
            .map(TableConstraint::definition);
    ObjectName table = situation.before().resolve(modify.table());
    Stream<Constraint.Reference> others =
        situation.before().referencing(table).stream()
            .flatMap(t -> t.constraints().stream())
            .flatMap(c -> c.definition().reference().stream())
            .filter(r -> r.table().equals(table));
    return !longer
        && (own.anyMatch(c -> c.kind() == Constraint.Kind.FOREIGN_KEY)
            || others.anyMatch(
                r -> r.columns().isEmpty() || r.columns().contains(modify.columnName())));
  }

  private static PlannedStep byHand(Situation situation, ModifyColumn modify) {
    String name = modify.columnName();
    return situation
        .step("alter_" + name, "Alter `" + name + "` of `" + modify.table() + "`")
        .waitsFor(
            "Plan this by hand: a foreign key holds `%s` of `%s` to the type of another column. Drop the key in an earlier change, alter both, and add it again in a later one."
                .formatted(name, modify.table()))
        .expand();
  }

  private static List<PlannedStep> steps(Situation situation, OnlineDdl ddl, String action) {
    WayBack back = MysqlUndo.of(situation.operation(), situation.before());
    List<StepDraft> drafts =
        drafts(situation, situation.before(), ddl.table(), action, back, tied(situation, ddl));
    AlterActions.difference(situation).ifPresent(drafts.get(1)::differs);
    return drafts.stream().map(StepDraft::expand).toList();
  }

  /**
   * The lines for a tool, and the migration for databases without load.
   *
   * @param before the schema that they find
   * @param tied whether foreign keys begin or end at the table, before or after
   */
  static List<StepDraft> drafts(
      Situation situation,
      Catalog before,
      ObjectName of,
      String action,
      WayBack back,
      boolean tied) {
    String table = of.name();
    String rollback =
        back.statements().stream()
            .filter(sql -> sql.startsWith("ALTER"))
            .map(AlterActions::behindTable)
            .map(sql -> sql.replaceFirst(";$", ""))
            .collect(Collectors.joining(", "));
    StepDraft altered =
        new Alterations(situation, before)
            .step(
                "alter_" + table,
                "Alter `" + table + "` where nobody uses it",
                List.of(
                    HeavyWork.allowed(
                            situation,
                            "a tool beside the server has done it where the table is in use")
                        + situation.alter(of, action)),
                back.statements())
            .gate(
                "the script has run where `%s` is in use, and %s was told there that this migration is applied; elsewhere it runs as it is"
                        .formatted(table, situation.tool().title())
                    + HeavyWork.gate(situation).map(gate -> "; " + gate).orElse(""));
    if (!back.loses().isEmpty()) {
      altered.loses(back.loses());
    }
    return List.of(
        situation
            .step(
                "alter_" + table + "_online", "Alter `" + table + "` with a tool beside the server")
            .script()
            .sql(lines(of, action, tied), rollback.isEmpty() ? "" : lines(of, rollback, tied))
            .impact(
                "exclusive metadata lock on " + of,
                "reads and writes, for an instant when the tables change places",
                Estimates.batches())
            .worksWith("every version that worked before"),
        altered);
  }

  /** One line for each tool, the second as a comment: either is enough. */
  private static String lines(ObjectName table, String action, boolean tied) {
    List<String> lines = OnlineTools.lines(table, action, tied);
    return lines.get(0)
        + lines.stream().skip(1).map(line -> "\n# or: " + line).collect(Collectors.joining());
  }

  private static boolean tied(Situation situation, OnlineDdl ddl) {
    Operation operation = situation.operation();
    boolean adds =
        operation instanceof AddConstraint add
            && add.constraint().kind() == Constraint.Kind.FOREIGN_KEY;
    return adds || isTied(situation, ddl.table());
  }

  /** Whether foreign keys begin or end at a table. */
  static boolean isTied(Situation situation, ObjectName table) {
    return !situation.before().referencing(table).isEmpty()
        || situation.findTable(table).map(Table::constraints).orElse(List.of()).stream()
            .anyMatch(c -> c.definition().kind() == Constraint.Kind.FOREIGN_KEY);
  }
}
