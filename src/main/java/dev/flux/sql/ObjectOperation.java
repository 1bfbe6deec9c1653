package dev.flux.sql;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Operations on everything that is neither a table, a column, a constraint nor an index. */
public sealed interface ObjectOperation extends Operation {

  /**
   * CREATE VIEW, CREATE MATERIALIZED VIEW.
   *
   * @param reads tables and views its query names; empty also where the query has a form that
   *     cannot be read, as long as everything around it was
   * @param columns names that it gives to the columns of its query; none where the query names them
   * @param query exact text of the query
   */
  record CreateView(
      ObjectName view,
      boolean orReplace,
      boolean materialized,
      boolean ifNotExists,
      List<String> columns,
      List<ObjectName> reads,
      boolean withData,
      String query)
      implements ObjectOperation {
    public CreateView {
      columns = List.copyOf(columns);
      reads = List.copyOf(reads);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP VIEW, DROP MATERIALIZED VIEW. */
  record DropView(List<ObjectName> views, boolean materialized, boolean ifExists, boolean cascade)
      implements ObjectOperation {
    public DropView {
      views = List.copyOf(views);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** REFRESH MATERIALIZED VIEW. */
  record RefreshMaterializedView(ObjectName view, boolean concurrently, boolean withData)
      implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * CREATE TYPE.
   *
   * @param labels of an enum, without quotes; empty for other types
   */
  record CreateType(ObjectName type, List<String> labels, String text) implements ObjectOperation {
    public CreateType {
      labels = List.copyOf(labels);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER TYPE … ADD VALUE. */
  record AddEnumValue(ObjectName type, String label, boolean ifNotExists)
      implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER TYPE … RENAME VALUE. */
  record RenameEnumValue(ObjectName type, String label, String to) implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** CREATE DOMAIN. */
  record CreateDomain(ObjectName domain, SqlType type, List<DomainRule> rules, String text)
      implements ObjectOperation {
    public CreateDomain {
      rules = List.copyOf(rules);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER DOMAIN.
   *
   * @param rule what it adds; empty for any other action
   * @param constraint name of the constraint that it drops or renames; empty for any other action
   * @param to the constraint's new name; empty for any other action
   * @param text exact text of the action
   */
  record AlterDomain(
      ObjectName domain,
      Change change,
      Optional<DomainRule> rule,
      Optional<String> constraint,
      Optional<String> to,
      boolean notValid,
      String text)
      implements ObjectOperation {
    /** The actions, as far as their effects differ. */
    public enum Change {
      ADD_CONSTRAINT,
      VALIDATE_CONSTRAINT,
      DROP_CONSTRAINT,
      RENAME_CONSTRAINT,
      SET_NOT_NULL,
      DROP_NOT_NULL,
      SET_DEFAULT,
      DROP_DEFAULT,
      OTHER
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * CREATE TRIGGER.
   *
   * @param trigger its name; triggers live with their table
   * @param definition exact text behind the name
   */
  record CreateTrigger(
      ObjectName trigger,
      ObjectName table,
      boolean orReplace,
      boolean constraint,
      String definition)
      implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP TRIGGER; SQLite and MySQL do not name the table. */
  record DropTrigger(String trigger, Optional<ObjectName> table, boolean ifExists, boolean cascade)
      implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** CREATE POLICY, CREATE RULE … ON, and their ALTER forms. */
  record CreatePolicy(String policy, ObjectName table, String text) implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP POLICY, DROP RULE. */
  record DropPolicy(String policy, ObjectName table, boolean ifExists) implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * CREATE FUNCTION, CREATE PROCEDURE.
   *
   * @param arguments as written, without their defaults
   * @param language in lower case; {@code sql} where none is given
   * @param volatility {@code immutable}, {@code stable} or {@code volatile} where written
   * @param body the source text between its quotes, or the statements of a SQL-standard body
   * @param text the whole statement
   */
  record CreateRoutine(
      ObjectName routine,
      Kind routineKind,
      boolean orReplace,
      List<String> arguments,
      String language,
      Optional<String> volatility,
      Optional<String> body,
      String text)
      implements ObjectOperation {
    public CreateRoutine {
      arguments = List.copyOf(arguments);
    }

    /** The kinds. */
    public enum Kind {
      FUNCTION,
      PROCEDURE,
      AGGREGATE
    }

    /** Whether it has the arguments of another of its name, and so takes its place. */
    public boolean replaces(CreateRoutine other) {
      return signature().equals(other.signature());
    }

    /** Whether its arguments may be those of another of its name, only spelled otherwise. */
    public boolean mayReplace(CreateRoutine other) {
      return arguments.size() == other.arguments.size() && !replaces(other);
    }

    private List<String> signature() {
      return arguments.stream()
          .map(argument -> argument.strip().replaceAll("\\s+", " ").toLowerCase(Locale.ROOT))
          .toList();
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP FUNCTION, DROP PROCEDURE, DROP AGGREGATE, DROP ROUTINE. */
  record DropRoutine(List<ObjectName> routines, boolean ifExists, boolean cascade)
      implements ObjectOperation {
    public DropRoutine {
      routines = List.copyOf(routines);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * ALTER … RENAME TO of anything but a table, a column, an index or a constraint.
   *
   * @param on the table of a trigger, policy or rule; empty for any other object
   */
  record RenameObject(ObjectKind object, ObjectName name, Optional<ObjectName> on, String to)
      implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER … SET SCHEMA. */
  record MoveToSchema(ObjectKind object, ObjectName name, String schema)
      implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * CREATE of an object that holds no rows and changes no table: sequence, schema, extension, role
   * and the like.
   */
  record CreateObject(ObjectKind object, ObjectName name, boolean ifNotExists, String text)
      implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** ALTER of such an object that neither renames nor moves it. */
  record AlterObject(ObjectKind object, ObjectName name, String text) implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** DROP of such an object, and of types and domains. */
  record DropObject(ObjectKind object, List<ObjectName> names, boolean ifExists, boolean cascade)
      implements ObjectOperation {
    public DropObject {
      names = List.copyOf(names);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * COMMENT ON.
   *
   * @param table where the comment is on a table or a column of it
   * @param column where it is on a column
   * @param comment without quotes; empty where it is taken away
   */
  record SetComment(
      Optional<ObjectName> table, Optional<String> column, Optional<String> comment, String text)
      implements ObjectOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * GRANT, REVOKE, ALTER DEFAULT PRIVILEGES, REASSIGN OWNED.
   *
   * @param tables those named; empty where other objects are meant
   */
  record ChangePrivileges(List<ObjectName> tables, boolean toPublic, String text)
      implements ObjectOperation {
    public ChangePrivileges {
      tables = List.copyOf(tables);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Names every operation of this group. */
  interface Visitor<R> {
    R visit(CreateView operation);

    R visit(DropView operation);

    R visit(RefreshMaterializedView operation);

    R visit(CreateType operation);

    R visit(AddEnumValue operation);

    R visit(RenameEnumValue operation);

    R visit(CreateDomain operation);

    R visit(AlterDomain operation);

    R visit(CreateTrigger operation);

    R visit(DropTrigger operation);

    R visit(CreatePolicy operation);

    R visit(DropPolicy operation);

    R visit(CreateRoutine operation);

    R visit(DropRoutine operation);

    R visit(RenameObject operation);

    R visit(MoveToSchema operation);

    R visit(CreateObject operation);

    R visit(AlterObject operation);

    R visit(DropObject operation);

    R visit(SetComment operation);

    R visit(ChangePrivileges operation);
  }
}
