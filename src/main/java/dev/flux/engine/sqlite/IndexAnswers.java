package dev.flux.engine.sqlite;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Table;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Facts about operations on indexes. */
interface IndexAnswers extends IndexOperation.Visitor<Answer>, Setting {

  /** Behind the parentheses of CREATE TABLE. */
  Pattern WITHOUT_ROWID = Pattern.compile("(?i)without\\s+rowid");

  @Override
  default Answer visit(IndexOperation.CreateIndex operation) {
    if (operation.concurrently()
        || operation.only()
        || operation.index().isEmpty()
        || !operation.include().isEmpty()
        || !operation.method().equals("btree")) {
      return Answer.unknownToSqlite("CONCURRENTLY, USING, INCLUDE or unnamed index");
    }
    if (isView(operation.table())) {
      return Answer.refused("SQLite indexes no view");
    }
    boolean exists =
        operation.ifNotExists() && before().findIndex(operation.index().get()).isPresent();
    ImpactDraft draft = draft("SQLite, CREATE INDEX; " + ONE_WRITER);
    return Answer.does(
        exists
            ? draft
            : draft.lock(operation.table(), LockMode.EXCLUSIVE).build(List.of(operation.table())));
  }

  @Override
  default Answer visit(IndexOperation.DropIndex operation) {
    if (operation.concurrently()
        || operation.cascade()
        || operation.table().isPresent()
        || operation.indexes().size() > 1) {
      return Answer.unknownToSqlite("CONCURRENTLY, CASCADE, ON or list of indexes in DROP INDEX");
    }
    ObjectName index = operation.indexes().get(0);
    if (before().findIndex(index).filter(i -> i.constraint().isPresent()).isPresent()) {
      return Answer.refused("the index of a constraint cannot be dropped");
    }
    ImpactDraft draft = draft("SQLite, DROP INDEX");
    before().findRelationOfIndex(index).ifPresent(table -> draft.lock(table, LockMode.EXCLUSIVE));
    return Answer.does(draft);
  }

  @Override
  default Answer visit(IndexOperation.RenameIndex operation) {
    return Answer.refused("SQLite renames no index");
  }

  @Override
  default Answer visit(IndexOperation.Reindex operation) {
    if (operation.concurrently()) {
      return Answer.unknownToSqlite("CONCURRENTLY");
    }
    Optional<ObjectName> name = operation.name();
    if (name.isEmpty()) {
      return rebuilt(before().tables().stream().toList());
    }
    return before()
        .findTableOfIndex(name.get())
        .or(() -> before().findTable(name.get()))
        .map(table -> rebuilt(List.of(table)))
        .orElseGet(Answer::unknown);
  }

  private Answer rebuilt(List<Table> tables) {
    ImpactDraft draft = draft("SQLite, REINDEX");
    for (Table table : tables) {
      draft.lock(table.name(), LockMode.EXCLUSIVE);
      if (!table.indexes().isEmpty()) {
        draft.build(List.of(table.name()));
      }
      // The index of its primary key is the table itself.
      before()
          .findWritten(table.name())
          .filter(text -> WITHOUT_ROWID.matcher(text.options()).find())
          .ifPresent(text -> draft.rewrite(List.of(table.name())));
    }
    return Answer.does(draft);
  }

  @Override
  default Answer visit(IndexOperation.AttachIndex operation) {
    return Answer.unknownToSqlite("partitions");
  }

  @Override
  default Answer visit(IndexOperation.SetIndexOption operation) {
    return Answer.refused("SQLite alters no index");
  }
}
