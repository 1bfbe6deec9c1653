package dev.flux.rollout.mysql;

import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.Step;
import dev.flux.rollout.StepDraft;
import dev.flux.rollout.WayBack;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation.ChooseAlgorithm;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What writes every row anew while rows can be changed: it is told to do so or to fail, and runs
 * alone in a migration. In place on both servers; by a copy on MariaDB from 11.2 (release notes,
 * MDEV-16329).
 */
final class AlterWhileWritten implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of(
        "add-check-validating",
        "add-primary-key",
        "add-column-stored-generated",
        "alter-copies-table",
        "change-column-type",
        "reorder-enum",
        "rewrite-table");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Optional<OnlineDdl> ddl = situation.clause().impact().flatMap(Impact::online);
    boolean other =
        situation.operation() instanceof ColumnOperation.DropColumn
            || situation.operation() instanceof ChooseAlgorithm
            || (situation.operation() instanceof ColumnOperation.ModifyColumn modify
                && !modify.columnName().equalsIgnoreCase(modify.column().name()));
    if (ddl.isEmpty() || other || !ddl.get().concurrentWrites() || !ddl.get().rewrites()) {
      return List.of();
    }
    Statement statement = situation.clause().statement();
    boolean exchangesKeys =
        statement.clauses().size() > 1 && situation.hazards().contains("add-primary-key");
    if (exchangesKeys) {
      return List.of();
    }
    String action = AlterActions.of(situation, situation.clause().clause());
    if (action.isEmpty()) {
      return List.of();
    }
    String table = ddl.get().table().name();
    WayBack back = MysqlUndo.of(situation.operation(), situation.before());
    boolean loses =
        situation.operation() instanceof ColumnOperation.ModifyColumn modify
            && Restated.of(modify, situation.findTable(modify.table()))
                .filter(
                    restated -> restated.losesDefault() && modify.column().defaultValue().isEmpty())
                .isPresent();
    String allowed =
        (loses ? Sql.allow("modify-loses-attributes", "the former default is of another type") : "")
            + HeavyWork.allowed(
                situation, "rows can be changed meanwhile, or the server refuses it");
    Alterations alterations = new Alterations(situation);
    StepDraft draft =
        alterations
            .step(
                "alter_" + table,
                "Alter `" + table + "` while its rows change",
                List.of(allowed + situation.alter(ddl.get().table(), action)),
                back.statements())
            .from(new Step.Origin(situation.clause().migration().path(), statement.span().line()));
    HeavyWork.gate(situation).ifPresent(draft::gate);
    if (!back.loses().isEmpty()) {
      draft.loses(back.loses());
    }
    return List.of(draft.expand());
  }
}
