package dev.flux.engine.sqlite;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.WrittenObject;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.Locale;

/** Facts about views and triggers, and what else SQLite has not. */
interface ObjectAnswers extends ObjectOperation.Visitor<Answer>, Setting {

  @Override
  default Answer visit(ObjectOperation.CreateView operation) {
    if (operation.orReplace() || operation.materialized()) {
      return Answer.unknownToSqlite("OR REPLACE and no materialized view");
    }
    return nothing("SQLite, CREATE VIEW");
  }

  @Override
  default Answer visit(ObjectOperation.DropView operation) {
    return operation.cascade() || operation.materialized() || operation.views().size() > 1
        ? Answer.unknownToSqlite("CASCADE or list of views in DROP VIEW")
        : nothing("SQLite, DROP VIEW");
  }

  @Override
  default Answer visit(ObjectOperation.RefreshMaterializedView operation) {
    return Answer.unknownToSqlite("materialized views");
  }

  @Override
  default Answer visit(ObjectOperation.CreateType operation) {
    return Answer.unknownToSqlite("types of its own");
  }

  @Override
  default Answer visit(ObjectOperation.AddEnumValue operation) {
    return Answer.unknownToSqlite("enums");
  }

  @Override
  default Answer visit(ObjectOperation.RenameEnumValue operation) {
    return Answer.unknownToSqlite("enums");
  }

  @Override
  default Answer visit(ObjectOperation.CreateDomain operation) {
    return Answer.unknownToSqlite("domains");
  }

  @Override
  default Answer visit(ObjectOperation.AlterDomain operation) {
    return Answer.unknownToSqlite("domains");
  }

  @Override
  default Answer visit(ObjectOperation.CreateTrigger operation) {
    if (operation.orReplace() || operation.constraint()) {
      return Answer.unknownToSqlite("OR REPLACE and no CONSTRAINT TRIGGER");
    }
    return isView(operation.table())
        ? nothing("SQLite, CREATE TRIGGER")
        : Answer.does(writes(operation.table(), "SQLite, CREATE TRIGGER"));
  }

  @Override
  default Answer visit(ObjectOperation.DropTrigger operation) {
    if (operation.table().isPresent() || operation.cascade()) {
      return Answer.unknownToSqlite("ON or CASCADE in DROP TRIGGER");
    }
    ImpactDraft draft = draft("SQLite, DROP TRIGGER");
    before()
        .findWritten(WrittenObject.Kind.TRIGGER, operation.trigger())
        .map(trigger -> ObjectName.of(trigger.table()))
        .filter(table -> before().findTable(table).isPresent())
        .ifPresent(table -> draft.lock(table, LockMode.EXCLUSIVE));
    return Answer.does(draft);
  }

  @Override
  default Answer visit(ObjectOperation.CreatePolicy operation) {
    return Answer.unknownToSqlite("policies or rules");
  }

  @Override
  default Answer visit(ObjectOperation.DropPolicy operation) {
    return Answer.unknownToSqlite("policies or rules");
  }

  @Override
  default Answer visit(ObjectOperation.CreateRoutine operation) {
    return Answer.unknownToSqlite("stored routines");
  }

  @Override
  default Answer visit(ObjectOperation.DropRoutine operation) {
    return Answer.unknownToSqlite("stored routines");
  }

  @Override
  default Answer visit(ObjectOperation.RenameObject operation) {
    return Answer.unknownToSqlite("ALTER " + operation.object().words().toUpperCase(Locale.ROOT));
  }

  @Override
  default Answer visit(ObjectOperation.MoveToSchema operation) {
    return Answer.unknownToSqlite("SET SCHEMA");
  }

  @Override
  default Answer visit(ObjectOperation.CreateObject operation) {
    return Answer.unknownToSqlite("CREATE " + operation.object().words().toUpperCase(Locale.ROOT));
  }

  @Override
  default Answer visit(ObjectOperation.AlterObject operation) {
    return Answer.unknownToSqlite("ALTER " + operation.object().words().toUpperCase(Locale.ROOT));
  }

  @Override
  default Answer visit(ObjectOperation.DropObject operation) {
    return Answer.unknownToSqlite("DROP " + operation.object().words().toUpperCase(Locale.ROOT));
  }

  @Override
  default Answer visit(ObjectOperation.SetComment operation) {
    return Answer.unknownToSqlite("COMMENT");
  }

  @Override
  default Answer visit(ObjectOperation.ChangePrivileges operation) {
    return Answer.unknownToSqlite("privileges");
  }
}
