package dev.flux.engine.sqlite;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Table;
import dev.flux.schema.WrittenObject;
import dev.flux.sql.DataOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Predicate;
import java.util.List;
import java.util.regex.Pattern;

/** Facts about operations on rows. */
interface DataAnswers extends DataOperation.Visitor<Answer>, Setting {

  /** A trigger that runs for each row that goes. */
  Pattern ON_DELETE = Pattern.compile("(?is)create\\s+trigger\\s.*?\\bdelete\\s+on\\s");

  private ImpactDraft changed(ObjectName table, List<ObjectName> reads) {
    ImpactDraft draft = writes(table, ONE_WRITER);
    reads.forEach(read -> draft.lock(read, LockMode.ACCESS_SHARE));
    return draft;
  }

  @Override
  default Answer visit(DataOperation.Insert operation) {
    ImpactDraft draft = changed(operation.table(), operation.reads());
    return Answer.does(
        operation.source() == DataOperation.Insert.Source.QUERY
            ? draft.scan(operation.reads())
            : draft);
  }

  @Override
  default Answer visit(DataOperation.Update operation) {
    ImpactDraft draft = changed(operation.table(), operation.reads());
    return Answer.does(
        Predicate.meansAll(operation.where()) ? draft.scan(operation.table()) : draft);
  }

  /** Without WHERE, triggers and children, pages are freed unread (DELETE, 4). */
  @Override
  default Answer visit(DataOperation.Delete operation) {
    ObjectName table = operation.table();
    ImpactDraft draft = changed(table, operation.reads());
    List<Table> children =
        foreignKeys().orElse(false) ? before().referencing(table) : List.<Table>of();
    children.forEach(child -> draft.lock(child.name(), LockMode.EXCLUSIVE));
    boolean plain =
        operation.where().isEmpty()
            && children.isEmpty()
            && before().written(WrittenObject.Kind.TRIGGER, table).stream()
                .noneMatch(trigger -> ON_DELETE.matcher(trigger.sql()).lookingAt());
    if (!Predicate.meansAll(operation.where()) || plain) {
      return Answer.does(draft);
    }
    children.stream()
        .filter(child -> child.indexes().isEmpty())
        .forEach(child -> draft.scan(child.name()));
    return Answer.does(draft.scan(table));
  }

  @Override
  default Answer visit(DataOperation.Merge operation) {
    return Answer.unknownToSqlite("MERGE");
  }

  @Override
  default Answer visit(DataOperation.Query operation) {
    if (operation.locking()) {
      return Answer.unknownToSqlite("FOR UPDATE");
    }
    ImpactDraft draft = draft(ONE_WRITER);
    operation.reads().forEach(read -> draft.lock(read, LockMode.ACCESS_SHARE));
    return Answer.does(draft);
  }

  @Override
  default Answer visit(DataOperation.CopyRows operation) {
    return Answer.unknownToSqlite("COPY");
  }

  @Override
  default Answer visit(DataOperation.CallRoutine operation) {
    return Answer.unknownToSqlite("procedures");
  }

  @Override
  default Answer visit(DataOperation.RunBlock operation) {
    return Answer.unknownToSqlite("DO");
  }
}
