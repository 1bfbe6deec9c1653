package dev.flux.rollout;

import dev.flux.rollout.mysql.MysqlUndo;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.Unreadable;
import java.util.Optional;

/** The way back of every operation, from what it says and the schema before it. */
record Undo(Catalog before, Catalog after, Definitions sql)
    implements Operation.Visitor<WayBack>, UndoTables, UndoColumns, UndoObjects, UndoRows {

  /** The way back of one operation. */
  static WayBack of(Operation operation, Catalog before) {
    if (OnlineSql.speaks(before.dialect())) {
      return MysqlUndo.of(operation, before);
    }
    Optional<WayBack> asText =
        before.dialect() == Dialect.SQLITE ? UndoOnSqlite.of(operation, before) : Optional.empty();
    return asText.orElseGet(
        () -> operation.accept(new Undo(before, before.after(operation), new Definitions(before))));
  }

  @Override
  public String name(ObjectName name) {
    return sql.name(before.resolve(name));
  }

  @Override
  public String alter(ObjectName table, String action) {
    return "ALTER TABLE " + name(table) + " " + action + ";";
  }

  @Override
  public WayBack visit(Unreadable operation) {
    return WayBack.lost("what the statement changes: Flux cannot read it");
  }
}
