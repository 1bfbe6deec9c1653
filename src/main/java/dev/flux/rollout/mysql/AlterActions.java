package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.rollout.Step;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation.ModifyColumn;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation.RewriteTable;
import java.util.Optional;

/** Writes what a statement does as an action of ALTER TABLE. */
final class AlterActions {
  private AlterActions() {}

  /** The action; empty where it is none. */
  static String of(Situation situation, Statement.Clause clause) {
    if (clause.operation() instanceof ModifyColumn modify) {
      return modification(situation, clause, modify);
    }
    return written(situation, clause);
  }

  /** What an action keeps that the author did not repeat. */
  static Optional<Step.Difference> difference(Situation situation) {
    return situation.operation() instanceof ModifyColumn modify && isRestated(situation, modify)
        ? Restated.of(modify, situation.findTable(modify.table()))
            .flatMap(restated -> restated.difference(situation, modify))
        : Optional.empty();
  }

  private static boolean isRestated(Situation situation, ModifyColumn modify) {
    return situation.hazards().contains("modify-loses-attributes")
        && modify.columnName().equalsIgnoreCase(modify.column().name());
  }

  /** With everything that the column has and the author did not repeat. */
  private static String modification(
      Situation situation, Statement.Clause clause, ModifyColumn modify) {
    Optional<Restated> restated = Restated.of(modify, situation.findTable(modify.table()));
    String place =
        modify
            .position()
            .map(p -> p.after().map(a -> " AFTER " + situation.sql(a)).orElse(" FIRST"))
            .orElse("");
    return restated
        .filter(r -> isRestated(situation, modify))
        .flatMap(r -> new MysqlDefinitions(situation.before()).column(r.column()))
        .map(definition -> "MODIFY COLUMN " + definition + place)
        .orElseGet(() -> written(situation, clause));
  }

  private static String written(Situation situation, Statement.Clause clause) {
    Statement statement = situation.clause().statement();
    boolean alter = statement.sql().regionMatches(true, 0, "ALTER", 0, 5);
    if (alter && statement.clauses().size() > 1) {
      return clause.span().of(situation.clause().script().text());
    }
    if (alter) {
      return behindTable(statement.sql());
    }
    if (clause.operation() instanceof CreateIndex create) {
      return index(situation, create);
    }
    return clause.operation() instanceof RewriteTable ? "FORCE" : "";
  }

  /** What follows the table's name. */
  static String behindTable(String sql) {
    return sql.replaceFirst(
            "(?is)^ALTER\\s+(?:ONLINE\\s+|IGNORE\\s+)*TABLE\\s+(?:IF\\s+EXISTS\\s+)?"
                + "(?:`(?:[^`]|``)++`|[\\w$]+)(?:\\s*\\.\\s*(?:`(?:[^`]|``)++`|[\\w$]+))?\\s*",
            "")
        .strip();
  }

  private static String index(Situation situation, CreateIndex create) {
    Optional<Table> then = situation.before().after(create).findTable(create.table());
    Optional<Table> now = situation.findTable(create.table());
    return then.flatMap(
            t ->
                t.indexes().stream()
                    .filter(i -> now.flatMap(n -> n.findIndex(i.name().name())).isEmpty())
                    .findFirst()
                    .map(i -> "ADD " + new MysqlDefinitions(situation.before()).index(i, t)))
        .orElse("");
  }
}
