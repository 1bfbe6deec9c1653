package dev.flux.rollout.mysql;

import dev.flux.engine.Impact;
import dev.flux.engine.OnlineDdl;
import dev.flux.hazard.ExaminedClause;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Puts one primary key in the place of another in one statement, in place and while rows change:
 * the server copies the table where the old one goes by itself (MySQL 8.0 manual, 17.12.1 Online
 * DDL Operations, Primary Key Operations).
 */
final class ExchangeKeyOnline implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of("add-primary-key", "alter-copies-table");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AddConstraint add)
        || add.constraint().kind() != Constraint.Kind.PRIMARY_KEY
        || situation.replaced().isEmpty()) {
      return List.of();
    }
    TableConstraint old = situation.replaced().get();
    Catalog keyed = situation.before().after(new AddConstraint(add.table(), old.definition()));
    Optional<Table> table = keyed.findTable(add.table());
    if (table.isEmpty() || !numbersStay(situation, table.get(), add)) {
      return List.of();
    }
    String action = AlterActions.of(situation, situation.clause().clause());
    String exchange = situation.alter(add.table(), "DROP PRIMARY KEY, " + action);
    Optional<OnlineDdl> ddl =
        new OnlineSql(keyed, situation.engine()).impact(exchange).flatMap(Impact::online);
    return ddl.filter(OnlineDdl::concurrentWrites).isPresent() && !action.isEmpty()
        ? List.of(step(situation, keyed, add, old, exchange))
        : List.of();
  }

  private static PlannedStep step(
      Situation situation, Catalog keyed, AddConstraint add, TableConstraint old, String exchange) {
    String columns = situation.list(add.constraint().columns());
    MysqlDefinitions sql = new MysqlDefinitions(keyed);
    List<String> back = new ArrayList<>();
    back.add("DROP PRIMARY KEY, ADD " + sql.constraint(old));
    keyed.findTable(add.table()).map(Table::columns).orElse(List.of()).stream()
        .filter(c -> add.constraint().columns().contains(c.name()) && !c.notNull())
        .flatMap(c -> sql.column(c).stream())
        .forEach(definition -> back.add("MODIFY COLUMN " + definition));
    return new Alterations(situation, keyed)
        .step(
            "exchange_key_of_" + add.table().name(),
            "Exchange the primary key of `" + add.table().name() + "` while its rows change",
            Sql.allow(
                    "add-primary-key, rewrite-table",
                    "rows can be changed meanwhile, or the server refuses it")
                + exchange,
            situation.alter(add.table(), String.join(", ", back)))
        .gate(
            "`SELECT %1$s, COUNT(*) FROM %2$s GROUP BY %1$s HAVING COUNT(*) > 1;` finds no row, and no row holds NULL in them"
                .formatted(columns, situation.sql(add.table())))
        .worksWith("versions that write no such rows twice")
        .expand();
  }

  /** Whether the column that numbers rows begins a key all the time, as the server asks. */
  private static boolean numbersStay(Situation situation, Table table, AddConstraint add) {
    List<ExaminedClause> clauses = situation.statement().clauses();
    ExaminedClause last = clauses.get(clauses.size() - 1);
    Optional<Table> then = last.before().after(last.operation()).findTable(add.table());
    List<String> first =
        Stream.concat(Stream.of(table), then.stream())
            .flatMap(each -> each.indexes().stream())
            .filter(index -> index.constraint().filter("PRIMARY"::equals).isEmpty())
            .flatMap(index -> index.columns().stream().limit(1))
            .toList();
    return table.columns().stream()
        .filter(Column::autoIncrement)
        .map(Column::name)
        .allMatch(name -> add.constraint().columns().get(0).equals(name) || first.contains(name));
  }
}
