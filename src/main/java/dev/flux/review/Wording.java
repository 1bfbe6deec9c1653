package dev.flux.review;

import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.DataOperation;
import dev.flux.sql.IndexOperation;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.TableOperation;
import dev.flux.sql.Unreadable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * An operation in a few words, such as "add column users.email". Longer than other files, since it
 * names every kind of operation once.
 */
final class Wording implements Operation.Visitor<String> {
  private static final Wording WORDING = new Wording();

  private Wording() {}

  /** The operation in words, without markup. */
  static String of(Operation operation) {
    return operation.accept(WORDING);
  }

  /** The first few of several operations in words; alike ones once, bookkeeping left out. */
  static String summary(List<Operation> operations, int most) {
    List<String> words =
        operations.stream()
            .filter(operation -> !(operation instanceof SessionOperation))
            .map(Wording::of)
            .distinct()
            .toList();
    if (words.isEmpty()) {
      return "no change to the schema";
    }
    String shown = words.stream().limit(most).collect(Collectors.joining(", "));
    return words.size() > most ? shown + " and " + (words.size() - most) + " more" : shown;
  }

  private static String names(List<ObjectName> names) {
    return names.stream().map(ObjectName::toString).collect(Collectors.joining(", "));
  }

  private static String onTable(String action, ColumnOperation operation) {
    return action + " " + operation.table() + "." + operation.columnName();
  }

  @Override
  public String visit(TableOperation.CreateTable operation) {
    return (operation.partitionOf().isPresent() ? "create partition " : "create table ")
        + operation.table();
  }

  @Override
  public String visit(TableOperation.DropTable operation) {
    return "drop table " + names(operation.tables());
  }

  @Override
  public String visit(TableOperation.RenameTable operation) {
    return "rename table " + operation.table() + " to " + operation.to();
  }

  @Override
  public String visit(TableOperation.TruncateTable operation) {
    return "truncate " + names(operation.tables());
  }

  @Override
  public String visit(TableOperation.RewriteTable operation) {
    return "rewrite " + operation.table().map(ObjectName::toString).orElse("every table");
  }

  @Override
  public String visit(TableOperation.SetTableOption operation) {
    return "set an option of " + operation.table();
  }

  @Override
  public String visit(TableOperation.AttachPartition operation) {
    return "attach partition " + operation.partition() + " to " + operation.parent();
  }

  @Override
  public String visit(TableOperation.DetachPartition operation) {
    return "detach partition " + operation.partition() + " from " + operation.parent();
  }

  @Override
  public String visit(TableOperation.ChooseAlgorithm operation) {
    return "choose how " + operation.table() + " is altered";
  }

  @Override
  public String visit(TableOperation.ChangePartitions operation) {
    return "change the partitions of " + operation.table();
  }

  @Override
  public String visit(ColumnOperation.AddColumn operation) {
    return onTable("add column", operation);
  }

  @Override
  public String visit(ColumnOperation.DropColumn operation) {
    return onTable("drop column", operation);
  }

  @Override
  public String visit(ColumnOperation.RenameColumn operation) {
    return onTable("rename column", operation) + " to " + operation.to();
  }

  @Override
  public String visit(ColumnOperation.ChangeColumnType operation) {
    return onTable("change type of", operation) + " to " + operation.type().text();
  }

  @Override
  public String visit(ColumnOperation.ModifyColumn operation) {
    return onTable("modify column", operation);
  }

  @Override
  public String visit(ColumnOperation.SetNotNull operation) {
    return onTable("forbid NULL in", operation);
  }

  @Override
  public String visit(ColumnOperation.DropNotNull operation) {
    return onTable("allow NULL in", operation);
  }

  @Override
  public String visit(ColumnOperation.SetDefault operation) {
    return onTable("set default of", operation);
  }

  @Override
  public String visit(ColumnOperation.DropDefault operation) {
    return onTable("drop default of", operation);
  }

  @Override
  public String visit(ColumnOperation.AddIdentity operation) {
    return onTable("add identity to", operation);
  }

  @Override
  public String visit(ColumnOperation.DropIdentity operation) {
    return onTable("drop identity of", operation);
  }

  @Override
  public String visit(ColumnOperation.DropExpression operation) {
    return onTable("drop expression of", operation);
  }

  @Override
  public String visit(ColumnOperation.SetExpression operation) {
    return onTable("set expression of", operation);
  }

  @Override
  public String visit(ColumnOperation.SetColumnOption operation) {
    return onTable("set an option of", operation);
  }

  @Override
  public String visit(ConstraintOperation.AddConstraint operation) {
    Constraint constraint = operation.constraint();
    String kind = constraint.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return constraint
        .name()
        .map(name -> "add " + kind + " " + name + " to " + operation.table())
        .orElse("add " + kind + " to " + operation.table());
  }

  @Override
  public String visit(ConstraintOperation.ValidateConstraint operation) {
    return "validate constraint " + operation.name() + " of " + operation.table();
  }

  @Override
  public String visit(ConstraintOperation.DropConstraint operation) {
    return "drop constraint " + operation.name() + " of " + operation.table();
  }

  @Override
  public String visit(ConstraintOperation.RenameConstraint operation) {
    return "rename constraint " + operation.name() + " of " + operation.table();
  }

  @Override
  public String visit(ConstraintOperation.AlterConstraint operation) {
    return "alter constraint " + operation.name() + " of " + operation.table();
  }

  @Override
  public String visit(IndexOperation.CreateIndex operation) {
    String kind = operation.unique() ? "create unique index" : "create index";
    return kind
        + operation.index().map(index -> " " + index.name()).orElse("")
        + " on "
        + operation.table();
  }

  @Override
  public String visit(IndexOperation.DropIndex operation) {
    return "drop index " + names(operation.indexes());
  }

  @Override
  public String visit(IndexOperation.RenameIndex operation) {
    return "rename index " + operation.index() + " to " + operation.to();
  }

  @Override
  public String visit(IndexOperation.Reindex operation) {
    return "reindex " + operation.name().map(ObjectName::toString).orElse("the database");
  }

  @Override
  public String visit(IndexOperation.AttachIndex operation) {
    return "attach index " + operation.index() + " to " + operation.parent();
  }

  @Override
  public String visit(IndexOperation.SetIndexOption operation) {
    return "set an option of index " + operation.index();
  }

  @Override
  public String visit(ObjectOperation.CreateView operation) {
    return (operation.materialized() ? "create materialized view " : "create view ")
        + operation.view();
  }

  @Override
  public String visit(ObjectOperation.DropView operation) {
    return "drop view " + names(operation.views());
  }

  @Override
  public String visit(ObjectOperation.RefreshMaterializedView operation) {
    return "refresh " + operation.view();
  }

  @Override
  public String visit(ObjectOperation.CreateType operation) {
    return "create type " + operation.type();
  }

  @Override
  public String visit(ObjectOperation.AddEnumValue operation) {
    return "add value " + operation.label() + " to " + operation.type();
  }

  @Override
  public String visit(ObjectOperation.RenameEnumValue operation) {
    return "rename value " + operation.label() + " of " + operation.type();
  }

  @Override
  public String visit(ObjectOperation.CreateDomain operation) {
    return "create domain " + operation.domain();
  }

  @Override
  public String visit(ObjectOperation.AlterDomain operation) {
    return "alter domain " + operation.domain();
  }

  @Override
  public String visit(ObjectOperation.CreateTrigger operation) {
    return "create trigger " + operation.trigger().name() + " on " + operation.table();
  }

  @Override
  public String visit(ObjectOperation.DropTrigger operation) {
    return "drop trigger " + operation.trigger() + onTable(operation.table());
  }

  private static String onTable(Optional<ObjectName> table) {
    return table.map(name -> " on " + name).orElse("");
  }

  @Override
  public String visit(ObjectOperation.CreatePolicy operation) {
    return "create policy " + operation.policy() + " on " + operation.table();
  }

  @Override
  public String visit(ObjectOperation.DropPolicy operation) {
    return "drop policy " + operation.policy() + " on " + operation.table();
  }

  @Override
  public String visit(ObjectOperation.CreateRoutine operation) {
    return "create " + lower(operation.routineKind()) + " " + operation.routine();
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public String visit(ObjectOperation.DropRoutine operation) {
    return "drop routine " + names(operation.routines());
  }

  @Override
  public String visit(ObjectOperation.RenameObject operation) {
    return "rename "
        + operation.object().words()
        + " "
        + operation.name()
        + " to "
        + operation.to();
  }

  @Override
  public String visit(ObjectOperation.MoveToSchema operation) {
    return "move "
        + operation.object().words()
        + " "
        + operation.name()
        + " to schema "
        + operation.schema();
  }

  @Override
  public String visit(ObjectOperation.CreateObject operation) {
    return "create " + operation.object().words() + " " + operation.name();
  }

  @Override
  public String visit(ObjectOperation.AlterObject operation) {
    return "alter " + operation.object().words() + " " + operation.name();
  }

  @Override
  public String visit(ObjectOperation.DropObject operation) {
    return "drop " + operation.object().words() + " " + names(operation.names());
  }

  @Override
  public String visit(ObjectOperation.SetComment operation) {
    return "comment" + onTable(operation.table());
  }

  @Override
  public String visit(ObjectOperation.ChangePrivileges operation) {
    return "change privileges"
        + (operation.tables().isEmpty() ? "" : " on " + names(operation.tables()));
  }

  @Override
  public String visit(DataOperation.Insert operation) {
    return "insert into " + operation.table();
  }

  @Override
  public String visit(DataOperation.Update operation) {
    return "update " + operation.table();
  }

  @Override
  public String visit(DataOperation.Delete operation) {
    return "delete from " + operation.table();
  }

  @Override
  public String visit(DataOperation.Merge operation) {
    return "merge into " + operation.table();
  }

  @Override
  public String visit(DataOperation.Query operation) {
    return operation.functions().isEmpty()
        ? "query"
        : "call " + operation.functions().stream().distinct().collect(Collectors.joining(", "));
  }

  @Override
  public String visit(DataOperation.CopyRows operation) {
    return "copy " + operation.table();
  }

  @Override
  public String visit(DataOperation.CallRoutine operation) {
    return "call " + operation.routine();
  }

  @Override
  public String visit(DataOperation.RunBlock operation) {
    return "run a " + operation.language() + " block";
  }

  @Override
  public String visit(SessionOperation.SetSetting operation) {
    return "set " + operation.name();
  }

  @Override
  public String visit(SessionOperation.ResetSetting operation) {
    return "reset " + operation.name();
  }

  @Override
  public String visit(SessionOperation.BeginTransaction operation) {
    return "begin";
  }

  @Override
  public String visit(SessionOperation.CommitTransaction operation) {
    return "commit";
  }

  @Override
  public String visit(SessionOperation.RollbackTransaction operation) {
    return "roll back";
  }

  @Override
  public String visit(SessionOperation.Savepoint operation) {
    return "savepoint";
  }

  @Override
  public String visit(SessionOperation.LockTable operation) {
    return "lock " + names(operation.tables());
  }

  @Override
  public String visit(SessionOperation.Maintain operation) {
    return lower(operation.maintenance())
        + (operation.tables().isEmpty() ? "" : " " + names(operation.tables()));
  }

  @Override
  public String visit(SessionOperation.Session operation) {
    return "session command";
  }

  @Override
  public String visit(Unreadable operation) {
    return "something unreadable";
  }
}
