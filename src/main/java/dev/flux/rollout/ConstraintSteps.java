package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Steps that add constraints while reads and writes go on. */
final class ConstraintSteps {
  private ConstraintSteps() {}

  /** A CHECK or FOREIGN KEY: for new rows first, then for all, each in its own transaction. */
  static List<PlannedStep> notValid(
      Situation situation, ObjectName table, String name, Constraint constraint, Phase.Name phase) {
    String quoted = situation.sql(name);
    String drop = situation.alter(table, "DROP CONSTRAINT " + quoted);
    String add =
        situation.alter(
            table,
            "ADD CONSTRAINT "
                + quoted
                + " "
                + situation.definitions().constraint(constraint)
                + " NOT VALID");
    Optional<TableConstraint> replaced = situation.replaced();
    boolean apart = replaced.filter(o -> refersElsewhere(o, name, constraint)).isPresent();
    Optional<TableConstraint> old = apart ? Optional.empty() : replaced;
    List<String> there = new ArrayList<>();
    List<String> back = new ArrayList<>(List.of(drop));
    old.ifPresent(
        constrained -> {
          there.add(dropOld(situation, table, constrained));
          back.add(addOld(situation, table, constrained));
        });
    there.add(add);
    StepDraft first =
        situation
            .step("add_" + name, "Keep `" + name + "` for new rows")
            .sql(Sql.locking(there), Sql.locking(back));
    if (old.filter(o -> Widened.of(o.definition(), constraint)).isPresent()) {
      first.worksWith("every version that worked before");
    } else {
      first
          .deployGate("every running version writes rows that keep `" + name + "`")
          .worksWith("versions that keep `" + name + "`");
    }
    Optional<ObjectName> parent = constraint.reference().map(Constraint.Reference::table);
    first =
        parent.isEmpty()
            ? Locks.instant(first, table)
            : old.isPresent()
                ? Locks.foreignKeyDropped(first, table, parent.get())
                : Locks.foreignKey(first, table, parent.get());
    StepDraft second =
        situation
            .step("validate_" + name, "Check existing rows while reads and writes go on")
            .sql(situation.alter(table, "VALIDATE CONSTRAINT " + quoted), Sql.locking(drop, add))
            .gate(gate(situation, table, constraint))
            .worksWith("every version that worked before");
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(first.in(phase));
    steps.add(Locks.scan(second, table).in(phase));
    if (apart) {
      steps.add(
          dropApart(
                  situation,
                  table,
                  replaced.orElseThrow(),
                  "Drop the foreign key that another replaces",
                  "another holds by now, and it gives up after 5 s")
              .in(phase));
    }
    return steps;
  }

  /** Whether both in one transaction would lock two other tables. */
  private static boolean refersElsewhere(TableConstraint old, String name, Constraint added) {
    Optional<ObjectName> from = old.definition().reference().map(Constraint.Reference::table);
    Optional<ObjectName> to = added.reference().map(Constraint.Reference::table);
    return from.isPresent()
        && to.isPresent()
        && !from.get().name().equals(to.get().name())
        && !old.name().equals(name);
  }

  /** A foreign key goes in a transaction of its own, since that locks two tables. */
  static StepDraft dropApart(
      Situation situation, ObjectName table, TableConstraint constraint, String title, String why) {
    String sql =
        Sql.allow("drop-constraint, drop-foreign-key-locks-parent", why)
            + situation.alter(table, "DROP CONSTRAINT " + situation.sql(constraint.name()));
    return Locks.foreignKeyDropped(
            situation
                .step("drop_" + constraint.name(), title)
                .sql(Sql.locking(sql), Sql.locking(addOld(situation, table, constraint))),
            table,
            constraint.definition().reference().orElseThrow().table())
        .worksWith("every version that worked before");
  }

  private static String gate(Situation situation, ObjectName table, Constraint constraint) {
    return constraint
        .check()
        .map(
            check ->
                "no row breaks it: SELECT count(*) FROM "
                    + situation.sql(table)
                    + " WHERE NOT ("
                    + check.text()
                    + ");")
        .orElse("no row breaks it");
  }

  /** UNIQUE or PRIMARY KEY: its index first, while writes go on, then the constraint over it. */
  static List<PlannedStep> byIndex(
      Situation situation, ObjectName table, String name, Constraint constraint, Phase.Name phase) {
    String quoted = situation.sql(name);
    String keyword = constraint.kind() == Constraint.Kind.UNIQUE ? "UNIQUE" : "PRIMARY KEY";
    Optional<TableConstraint> old = situation.replaced();
    boolean taken = old.filter(o -> o.name().equals(name)).isPresent();
    String index = taken ? situation.freeName(table, name + "_new") : name;
    String create = createIndex(situation, table, index, constraint);
    List<String> there = new ArrayList<>();
    List<String> back = new ArrayList<>();
    old.ifPresent(key -> there.add(dropOld(situation, table, key)));
    there.add(
        situation.alter(
            table,
            "ADD CONSTRAINT %s %s USING INDEX %s%s"
                .formatted(
                    quoted, keyword, situation.sql(index), deferrable(situation, constraint))));
    back.add(situation.alter(table, "DROP CONSTRAINT " + quoted));
    back.add(create.replace(" CONCURRENTLY", ""));
    old.ifPresent(key -> back.add(addOld(situation, table, key)));
    return List.of(
        build(situation, table, name, index, constraint, phase),
        Locks.instant(
                situation
                    .step("add_" + name, "Make the index the constraint `" + name + "`")
                    .sql(Sql.locking(there), Sql.locking(back)),
                table)
            .worksWith("every version that worked before")
            .in(phase));
  }

  /** Builds the unique index of a constraint while writes go on. */
  static PlannedStep build(
      Situation situation,
      ObjectName table,
      String name,
      String index,
      Constraint constraint,
      Phase.Name phase) {
    String columns = situation.list(constraint.columns());
    String drop = "DROP INDEX CONCURRENTLY IF EXISTS " + situation.beside(table, index) + ";";
    return Locks.build(
            situation
                .step("build_" + name, "Build unique index `" + name + "` while writes go on")
                .sql(createIndex(situation, table, index, constraint), drop)
                .outsideTransaction(),
            table)
        .gate(
            "no duplicates: SELECT %s, count(*) FROM %s GROUP BY %s HAVING count(*) > 1;"
                    .formatted(columns, situation.sql(table), columns)
                + " After a failed build: "
                + drop)
        .worksWith("versions that write no duplicates")
        .in(phase);
  }

  /** Builds the unique index of a constraint concurrently. */
  static String createIndex(
      Situation situation, ObjectName table, String index, Constraint constraint) {
    String definition = situation.definitions().constraint(constraint);
    return "CREATE UNIQUE INDEX CONCURRENTLY "
        + situation.sql(index)
        + " ON "
        + situation.sql(table)
        + " ("
        + situation.list(constraint.columns())
        + ")"
        + included(definition).replaceFirst("(?i)\\s*WITH\\s*\\(.*$", "")
        + (definition.contains("NULLS NOT DISTINCT") ? " NULLS NOT DISTINCT" : "")
        + ";";
  }

  private static String included(String definition) {
    return behind(definition).replaceAll("(?i)\\s*(NOT )?DEFERRABLE|\\s*INITIALLY \\w+", "");
  }

  private static String behind(String definition) {
    return definition.substring(definition.indexOf(')') + 1);
  }

  private static String deferrable(Situation situation, Constraint constraint) {
    String definition = situation.definitions().constraint(constraint);
    return behind(definition).substring(included(definition).length());
  }

  static String dropOld(Situation situation, ObjectName table, TableConstraint old) {
    String allowed =
        switch (old.definition().kind()) {
          case PRIMARY_KEY ->
              Sql.allow("drop-primary-key", "another takes its place in the same transaction");
          case FOREIGN_KEY ->
              Sql.allow(
                  "drop-foreign-key-locks-parent",
                  "another takes its place in the same transaction");
          case UNIQUE, CHECK, EXCLUSION, NOT_NULL -> "";
        };
    return allowed + situation.alter(table, "DROP CONSTRAINT " + situation.sql(old.name()));
  }

  static String addOld(Situation situation, ObjectName table, TableConstraint old) {
    return situation.definitions().addConstraint(situation.findTable(table).orElseThrow(), old);
  }

  /** Those that a new column is written with, under the names that the server gives them. */
  static List<PlannedStep> ofColumn(Situation situation, AddColumn add, Phase.Name phase) {
    List<TableConstraint> added =
        situation.after().findTable(add.table()).map(Table::constraints).orElse(List.of()).stream()
            .filter(c -> c.definition().columns().contains(add.columnName()))
            .toList();
    List<PlannedStep> steps = new ArrayList<>();
    for (Constraint constraint : add.column().constraints()) {
      added.stream()
          .filter(c -> c.definition().kind() == constraint.kind())
          .filter(c -> constraint.name().map(c.name()::equals).orElse(true))
          .findFirst()
          .ifPresent(c -> steps.addAll(of(situation, add.table(), c.name(), constraint, phase)));
    }
    return steps;
  }

  /** Steps for any kind that has an online way; empty for the others. */
  static List<PlannedStep> of(
      Situation situation, ObjectName table, String name, Constraint constraint, Phase.Name phase) {
    return switch (constraint.kind()) {
      case CHECK, FOREIGN_KEY -> notValid(situation, table, name, constraint, phase);
      case UNIQUE, PRIMARY_KEY -> byIndex(situation, table, name, constraint, phase);
      case EXCLUSION, NOT_NULL -> List.of();
    };
  }
}
