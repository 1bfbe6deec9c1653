package dev.flux.engine.sqlite;

import static dev.flux.engine.sqlite.Setting.code;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import java.util.Locale;
import java.util.regex.Pattern;

/** Facts about operations on whole tables. */
interface TableAnswers extends TableOperation.Visitor<Answer>, Setting {
  /** Behind the parentheses of CREATE TABLE. */
  Pattern STRICT = Pattern.compile("(?is).*\\bstrict\\b[\\s,]*(without\\s+rowid)?\\s*");

  @Override
  default Answer visit(TableOperation.CreateTable operation) {
    if (operation.unlogged()
        || operation.partitioned()
        || operation.partitionOf().isPresent()
        || !operation.parents().isEmpty()
        || !operation.likeTables().isEmpty()) {
      return Answer.unknownToSqlite("partitions, LIKE, INHERITS or UNLOGGED in CREATE TABLE");
    }
    String tail = operation.definition().substring(operation.definition().lastIndexOf(')') + 1);
    if (STRICT.matcher(tail).matches() && !operation.asQuery() && !version().atLeast(3, 37, 0)) {
      return Answer.refused("STRICT needs SQLite 3.37 or later");
    }
    ImpactDraft draft = draft("SQLite, CREATE TABLE; " + ONE_WRITER);
    if (operation.asQuery() && before().findTable(operation.table()).isEmpty()) {
      // The file is locked while what is read goes into the new table; a temporary one is apart.
      LockMode mode = operation.temporary() ? LockMode.ACCESS_SHARE : LockMode.EXCLUSIVE;
      operation.reads().forEach(read -> draft.lock(read, mode).scan(read));
    }
    return Answer.does(draft);
  }

  @Override
  default Answer visit(TableOperation.DropTable operation) {
    if (operation.cascade() || operation.tables().size() > 1) {
      return Answer.unknownToSqlite("CASCADE or list of tables in DROP TABLE");
    }
    ObjectName table = operation.tables().get(0);
    ImpactDraft draft = writes(table, "SQLite, DROP TABLE; Foreign Key Support, chapter 5");
    boolean parent =
        before().referencing(table).stream()
            .anyMatch(child -> !child.name().equals(before().resolve(table)));
    if (!parent) {
      return Answer.does(draft);
    }
    // With foreign_keys on, every row is deleted first, and what points to it is dealt with.
    if (foreignKeys().isEmpty()) {
      draft.assume("`foreign_keys` is on in the session that runs this.");
    }
    if (foreignKeys().orElse(true)) {
      before().referencing(table).stream()
          .map(Table::name)
          .forEach(child -> draft.lock(child, LockMode.EXCLUSIVE).scan(child));
      draft.scan(table);
    }
    return Answer.does(draft);
  }

  @Override
  default Answer visit(TableOperation.RenameTable operation) {
    if (operation.ifExists()) {
      return Answer.unknownToSqlite("ALTER TABLE IF EXISTS");
    }
    if (isView(operation.table())) {
      return Answer.refused("SQLite alters no view");
    }
    ObjectName to = operation.table().renamed(operation.to());
    boolean taken =
        before().findTable(to).isPresent()
            || before().findView(to).isPresent()
            || before().findIndex(to).isPresent();
    boolean self = before().resolve(to).equals(before().resolve(operation.table()));
    return taken && !self
        ? Answer.refused(code(operation.to()) + " is taken already")
        : Answer.does(writes(operation.table(), "SQLite, ALTER TABLE, 2 ALTER TABLE RENAME"));
  }

  @Override
  default Answer visit(TableOperation.TruncateTable operation) {
    return Answer.unknownToSqlite("TRUNCATE");
  }

  @Override
  default Answer visit(TableOperation.RewriteTable operation) {
    if (operation.cause() != TableOperation.RewriteTable.Cause.VACUUM_FULL) {
      return Answer.unknownToSqlite(operation.cause().name().replace('_', ' '));
    }
    boolean copy =
        operation.text().strip().toUpperCase(Locale.ROOT).matches("(?s)VACUUM\\b.*\\bINTO\\b.*");
    ImpactDraft draft = draft("SQLite, VACUUM").outsideOnly();
    if (everyTable().isEmpty()) {
      draft.assume("The database is assumed to hold tables, all of which are written anew.");
    }
    return Answer.does(
        copy
            ? draft.lock(everyTable(), LockMode.ACCESS_SHARE).scan(everyTable())
            : draft.lock(everyTable(), LockMode.EXCLUSIVE).rewrite(everyTable()));
  }

  @Override
  default Answer visit(TableOperation.SetTableOption operation) {
    return Answer.refused("SQLite has no options of a table to alter");
  }

  @Override
  default Answer visit(TableOperation.ChangePartitions operation) {
    return Answer.unknownToSqlite("partitions");
  }

  @Override
  default Answer visit(TableOperation.ChooseAlgorithm operation) {
    return Answer.unknownToSqlite("ALGORITHM or LOCK");
  }

  @Override
  default Answer visit(TableOperation.AttachPartition operation) {
    return Answer.unknownToSqlite("partitions");
  }

  @Override
  default Answer visit(TableOperation.DetachPartition operation) {
    return Answer.unknownToSqlite("partitions");
  }
}
