package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Attached;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A column that takes the place of another in the same table: what hangs on the old one is built
 * for it under other names, and gets the names of the old in the end.
 *
 * @param from the column that goes
 * @param to its copy
 */
record ColumnCopy(Situation situation, Table table, Column from, String to) {
  private static final Set<Attached.Kind> HOLDERS =
      Set.of(Attached.Kind.TRIGGER, Attached.Kind.RULE, Attached.Kind.STATISTICS);

  /** Why a column cannot be replaced by a copy without a human; empty where it can. */
  static Optional<String> obstacle(Situation situation, ObjectName name, String column) {
    Optional<Table> table = situation.findTable(name);
    Optional<Column> known = table.flatMap(t -> t.findColumn(column));
    if (known.flatMap(Column::type).isEmpty()) {
      return Optional.of("the history does not tell the type of `" + column + "`");
    }
    Table t = table.get();
    if (t.partitioned() || t.partitionOf().isPresent()) {
      return Optional.of("`" + t.name() + "` is partitioned");
    }
    if (known.get().generated().isPresent()) {
      return Optional.of("the server computes `" + column + "`");
    }
    boolean computed =
        t.columns().stream()
            .flatMap(c -> c.generated().stream())
            .anyMatch(g -> g.expression().names().contains(column));
    if (computed) {
      return Optional.of("a generated column is computed from `" + column + "`");
    }
    return situation.before().viewsOn(name).stream()
        .filter(v -> v.names(column))
        .filter(v -> situation.end().findView(v.name()).filter(v::equals).isPresent())
        .findFirst()
        .map(v -> "view `" + v.name() + "` reads `" + column + "`")
        .or(() -> holder(situation, t, column));
  }

  /** Policies may read the columns of any table, the others those of their own. */
  private static Optional<String> holder(Situation situation, Table table, String column) {
    Stream<Attached> own =
        situation.before().attachedTo(table.name()).stream()
            .filter(made -> HOLDERS.contains(made.kind()));
    Stream<Attached> policies =
        situation.before().attached(Attached.Kind.POLICY).stream()
            .filter(
                policy ->
                    policy.relation().equals(table.name())
                        || SqlWords.in(policy.text()).contains(table.name().name()));
    return Stream.concat(own, policies)
        .filter(made -> SqlWords.in(made.text()).contains(column))
        .findFirst()
        .map(
            made ->
                "%s `%s` names `%s`"
                    .formatted(made.kind().name().toLowerCase(Locale.ROOT), made.name(), column));
  }

  /** Whether rows of other tables, or the table's own numbering, hold on to the column. */
  static boolean isHeld(Situation situation, ObjectName name, String column) {
    Optional<Table> table = situation.findTable(name);
    return table
            .filter(
                t ->
                    t.primaryKey().contains(column)
                        || t.findColumn(column).filter(Column::autoIncrement).isPresent())
            .isPresent()
        || table.filter(t -> !Referencing.to(situation, t, column).isEmpty()).isPresent();
  }

  String sqlTable() {
    return situation.sql(table.name());
  }

  String sqlFrom() {
    return situation.sql(from.name());
  }

  String sqlTo() {
    return situation.sql(to);
  }

  String alter(String action) {
    return situation.alter(table.name(), action);
  }

  /**
   * Everything that hangs on the old column, for the copy, under other names; no version of the
   * application needs to be deployed for it. Foreign keys come last, since the table that they
   * refer to may give way to a copy as well.
   */
  List<PlannedStep> carryOver() {
    List<PlannedStep> steps = new ArrayList<>();
    if (from.notNull()) {
      steps.addAll(SetNotNullByCheck.steps(situation, table.name(), to));
    }
    for (Index index : indexes()) {
      steps.add(build(index));
    }
    constraints().forEach(constraint -> steps.addAll(add(constraint, false)));
    List<PlannedStep> carried =
        new ArrayList<>(
            steps.stream()
                .map(p -> new PlannedStep(Phase.Name.BACKFILL, p.step().ungated()))
                .toList());
    constraints().forEach(constraint -> carried.addAll(add(constraint, true)));
    return carried;
  }

  private List<PlannedStep> add(TableConstraint constraint, boolean foreignKey) {
    if (foreignKey != (constraint.definition().kind() == Constraint.Kind.FOREIGN_KEY)) {
      return List.of();
    }
    return ConstraintSteps.of(
            situation,
            table.name(),
            aside(constraint.name()),
            renamed(constraint.definition()),
            Phase.Name.CONTRACT)
        .stream()
        .map(p -> new PlannedStep(p.phase(), p.step().ungated()))
        .toList();
  }

  private List<Index> indexes() {
    return table.indexesUsing(from.name()).stream().filter(i -> i.constraint().isEmpty()).toList();
  }

  private List<TableConstraint> constraints() {
    return table.constraintsOn(from.name()).stream()
        .filter(c -> c.definition().kind() != Constraint.Kind.NOT_NULL)
        .filter(c -> c.definition().kind() != Constraint.Kind.PRIMARY_KEY)
        .toList();
  }

  /** The name that an index or constraint of the copy has until the old one is gone. */
  String aside(String name) {
    return situation.freeName(table.name(), name + "_new");
  }

  private PlannedStep build(Index index) {
    String name = aside(index.name().name());
    String drop = "DROP INDEX CONCURRENTLY IF EXISTS " + situation.beside(table.name(), name) + ";";
    String create =
        situation
            .definitions()
            .createIndex(
                index,
                sqlTable(),
                name,
                true,
                SqlWords.rename(index.definition(), from.name(), to));
    return Locks.build(
            situation
                .step("create_index_" + name, "Index `" + to + "` as `" + from.name() + "` is")
                .sql(create, drop)
                .outsideTransaction(),
            table.name())
        .gate("After a failed build: " + drop)
        .worksWith("every version that worked before")
        .contract();
  }

  private Constraint renamed(Constraint c) {
    return new Constraint(
        c.kind(),
        c.name(),
        c.columns().stream().map(name -> name.equals(from.name()) ? to : name).toList(),
        c.check(),
        c.reference(),
        Optional.empty(),
        c.notValid(),
        SqlWords.rename(c.definition(), from.name(), to));
  }

  /** Names of the copy's indexes and constraints as they are, and as the old ones were called. */
  private Map<String, String> names(boolean ofConstraints) {
    Map<String, String> names = new TreeMap<>();
    if (ofConstraints) {
      constraints().forEach(c -> names.put(aside(c.name()), c.name()));
    } else {
      indexes().forEach(i -> names.put(aside(i.name().name()), i.name().name()));
    }
    return names;
  }

  /**
   * Gives the copy's indexes and constraints the names of the old ones, once those are gone.
   *
   * @param works versions of the application that work then
   * @param gate of the step that drops those; empty where it waits for no release
   */
  Optional<PlannedStep> takeNames(String works, String gate) {
    List<String> there = renames(true);
    return there.isEmpty()
        ? Optional.empty()
        : Optional.of(
            gated(
                    gate,
                    situation
                        .step(
                            "name_what_" + from.name() + "_had",
                            "Give what hangs on the new column the names of the old")
                        .sql(Sql.locking(there), Sql.locking(renames(false))))
                .worksWith(works)
                .contract());
  }

  private StepDraft gated(String gate, StepDraft draft) {
    StepDraft step = Locks.instant(draft, table.name());
    return gate.isEmpty() ? step : step.deployGate(gate);
  }

  /** Renames of indexes and constraints of a table from one name to another. */
  private List<String> renames(boolean toOld) {
    List<String> statements = new ArrayList<>();
    names(false)
        .forEach((now, old) -> statements.add(renameIndex(toOld ? now : old, toOld ? old : now)));
    names(true)
        .forEach(
            (now, old) ->
                statements.add(
                    alter(
                        "RENAME CONSTRAINT %s TO %s"
                            .formatted(
                                situation.sql(toOld ? now : old),
                                situation.sql(toOld ? old : now)))));
    return statements;
  }

  private String renameIndex(String name, String other) {
    return "ALTER INDEX %s RENAME TO %s;"
        .formatted(situation.beside(table.name(), name), situation.sql(other));
  }

  /** Drops the old column under the name given, whatever hangs on it. */
  String dropOld(String name) {
    String allowed =
        Sql.allow(
            "drop-column, expand-and-contract-together",
            "nobody uses it any more and its copy has its values");
    String dependents =
        indexes().isEmpty() && constraints().isEmpty()
            ? ""
            : Sql.allow("drop-column-takes-dependents", "its copy has the same");
    return allowed + dependents + alter("DROP COLUMN " + name);
  }

  /** What hung on the old column, for one that comes back under the name given. */
  List<String> oldDependents(String name) {
    Definitions definitions = situation.definitions();
    List<String> statements = new ArrayList<>();
    constraints().forEach(c -> statements.add(definitions.addConstraint(table, c)));
    indexes()
        .forEach(i -> statements.add(definitions.createIndex(table, i, i.name().name(), false)));
    statements.replaceAll(sql -> SqlWords.rename(sql, from.name(), name));
    definitions.comment(table, from, name).ifPresent(statements::add);
    statements.addAll(settings(name, true));
    return statements;
  }

  /** Privileges and options of the old column for one of that name. */
  List<String> settings(String name, boolean sameType) {
    return new ColumnSettings(situation, table, from.name()).of(name, sameType);
  }

  /** The default of the old column for the copy. */
  Optional<String> setDefault() {
    return from.writtenDefault()
        .map(value -> alter("ALTER COLUMN " + sqlTo() + " SET DEFAULT " + value.text()));
  }

  /** The comment on the old column for the copy. */
  Optional<String> comment() {
    return situation.definitions().comment(table, from, to);
  }

  /** Names of columns of the table that an expression reads. */
  Set<String> columnNames() {
    Set<String> names = new java.util.TreeSet<>();
    table.columns().forEach(c -> names.add(c.name()));
    return names;
  }
}
