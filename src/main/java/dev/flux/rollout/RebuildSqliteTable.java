package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.SqliteWords;
import dev.flux.schema.Table;
import dev.flux.schema.WrittenObject;
import dev.flux.schema.WrittenTable;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.ColumnOperation.DropDefault;
import dev.flux.sql.ColumnOperation.DropNotNull;
import dev.flux.sql.ColumnOperation.SetDefault;
import dev.flux.sql.ColumnOperation.SetNotNull;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.ConstraintOperation.DropConstraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What SQLite cannot ALTER: the whole table is rebuilt, with every column, constraint, index,
 * trigger and view that it has. Where rows point to it, foreign keys are switched off outside the
 * transaction; otherwise one transaction, the tool's, holds it all.
 *
 * <p>Source: SQLite, ALTER TABLE, 7 Making Other Kinds Of Table Schema Changes.
 */
final class RebuildSqliteTable implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("alter-unsupported", "add-column-not-null-without-default");
  }

  @Override
  public boolean fits(Dialect dialect) {
    return dialect == Dialect.SQLITE;
  }

  /**
   * What the table becomes.
   *
   * @param values of columns that the old shape has not, or has otherwise
   * @param gone indexes that go with a column
   */
  private record Shape(WrittenTable to, Map<String, String> values, Set<String> gone) {
    static Shape of(WrittenTable to) {
      return new Shape(to, Map.of(), Set.of());
    }
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Optional<ObjectName> name = situation.clause().table();
    Optional<Table> table = name.flatMap(situation::findTable).filter(Table::complete);
    Optional<WrittenTable> text = name.flatMap(situation.before()::findWritten);
    if (name.isEmpty() || table.isEmpty() || text.isEmpty()) {
      return List.of();
    }
    String slug = "rebuild_" + name.get().name();
    StepDraft draft = situation.step(slug, "Rebuild `" + name.get() + "`");
    Optional<MissingValue> missing = missingValue(situation);
    if (missing.isPresent()) {
      return List.of(draft.awaits(missing.get(), "").expand());
    }
    return shape(situation, table.get(), text.get())
        .map(shape -> steps(situation, name.get(), text.get(), shape, draft))
        .filter(steps -> steps.stream().allMatch(step -> OnSqlite.runs(situation.tool(), step)))
        .orElse(List.of());
  }

  private static List<PlannedStep> steps(
      Situation situation, ObjectName table, WrittenTable from, Shape shape, StepDraft draft) {
    Catalog before = situation.before();
    String copy = situation.freeName(table, "new_" + table.name());
    SqliteRebuild there =
        new SqliteRebuild(
            before,
            table,
            copy,
            shape.to(),
            shape.values(),
            shape.gone(),
            RebuildDemand.of(situation.operation()).map(RebuildDemand::allowed).orElse(""),
            meant(situation));
    // On the way back the table has the new shape, and everything around it is as it was.
    SqliteRebuild back = SqliteRebuild.of(situation.after(), table, copy, from);
    draft
        .sql(there.sql(), back.sql())
        .impact(
            "the write lock of the database file",
            "every write of the file, while the rows of " + table + " are copied",
            Estimates.oneScan())
        .worksWith("every version that worked before");
    if (there.isReferenced()) {
      draft.outsideTransaction();
    }
    Optional<RebuildDemand> demand = RebuildDemand.of(situation.operation());
    if (demand.isPresent()) {
      return List.of(
          OnSqlite.deploy(situation, demand.get().version()),
          draft
              .deployGate(demand.get().gate())
              .worksWith("a version that " + demand.get().version())
              .contract());
    }
    if (!(situation.operation() instanceof DropColumn drop)) {
      return List.of(draft.expand());
    }
    draft
        .loses("the values of `" + drop.columnName() + "`")
        .deployGate("no running version uses `" + drop.columnName() + "`")
        .worksWith("versions that do not use `" + drop.columnName() + "`");
    return List.of(
        situation
            .step(
                "deploy",
                "Deploy the version that neither reads nor writes `" + drop.columnName() + "`")
            .deploy()
            .worksWith("versions that do not use `" + drop.columnName() + "`")
            .contract(),
        draft.contract());
  }

  /** What the statement itself asks for need not be found again. */
  private static String meant(Situation situation) {
    if (situation.operation() instanceof DropConstraint drop) {
      return Sql.allow(
          "rebuild-loses-objects", "`" + drop.name() + "` is dropped, and everything else is kept");
    }
    return situation.operation() instanceof DropColumn drop
        ? Sql.allow("drop-column", "no running version uses `" + drop.columnName() + "` by then")
        : "";
  }

  /** What only a human knows: the value of a column that must have one. */
  private static Optional<MissingValue> missingValue(Situation situation) {
    if (!(situation.operation() instanceof AddColumn add)) {
      return Optional.empty();
    }
    ColumnDefinition column = add.column();
    boolean given =
        !column.notNull()
            || column.generated().isPresent()
            || column.defaultValue().filter(v -> !isNull(v)).isPresent()
            || value(situation, add).isPresent();
    return given
        ? Optional.empty()
        : Optional.of(MissingValue.of(add.table(), add.columnName(), column.type()));
  }

  private static boolean isNull(Expression value) {
    return value.text().strip().equalsIgnoreCase("null");
  }

  private static Optional<String> value(Situation situation, AddColumn add) {
    return situation.values().find(situation.before(), add.table(), add.columnName());
  }

  private static Optional<Shape> shape(Situation situation, Table table, WrittenTable text) {
    Operation operation = situation.operation();
    if (operation instanceof AddColumn add) {
      return added(situation, add, table, text);
    }
    if (operation instanceof DropColumn drop) {
      return dropped(situation, drop, table, text);
    }
    if (operation instanceof AddConstraint add) {
      return Optional.of(Shape.of(text.plus(add.constraint())));
    }
    if (operation instanceof DropConstraint drop) {
      return text.withoutConstraint(drop.name()).map(Shape::of);
    }
    return column(operation, table, text);
  }

  private static Optional<Shape> column(Operation operation, Table table, WrittenTable text) {
    if (operation instanceof SetNotNull set) {
      return Optional.of(Shape.of(text.withNotNull(set.columnName())));
    }
    if (operation instanceof DropNotNull drop) {
      return Optional.of(Shape.of(text.withoutNotNull(drop.columnName())));
    }
    if (operation instanceof SetDefault set) {
      return withDefault(table, text, set.columnName(), " DEFAULT " + bracketed(set.value()));
    }
    if (operation instanceof DropDefault drop) {
      return withDefault(table, text, drop.columnName(), "");
    }
    return operation instanceof ChangeColumnType change
        ? withType(table, text, change)
        : Optional.empty();
  }

  private static String bracketed(Expression value) {
    String text = value.text().strip();
    return text.startsWith("(") || value.constant() ? text : "(" + text + ")";
  }

  private static Optional<Shape> added(
      Situation situation, AddColumn add, Table table, WrittenTable text) {
    boolean second =
        add.column().has(Constraint.Kind.PRIMARY_KEY)
            && table.constraints().stream()
                .anyMatch(c -> c.definition().kind() == Constraint.Kind.PRIMARY_KEY);
    if (second || table.findColumn(add.columnName()).isPresent()) {
      return Optional.empty();
    }
    Map<String, String> values =
        value(situation, add).map(v -> Map.of(add.columnName(), v)).orElse(Map.of());
    return Optional.of(new Shape(text.plus(add.column()), values, Set.of()));
  }

  /** Views and triggers that use the column, and columns computed from it, are a human's. */
  private static Optional<Shape> dropped(
      Situation situation, DropColumn drop, Table table, WrittenTable text) {
    String column = table.spelled(drop.columnName());
    Optional<Column> known = table.findColumn(column);
    boolean keyed =
        table.constraintsOn(column).stream()
            .anyMatch(
                c ->
                    text.constraints().stream()
                        .anyMatch(t -> t.contains(c.definition().definition())));
    boolean needed =
        table.columns().stream()
            .flatMap(other -> other.generated().stream())
            .anyMatch(g -> g.expression().names().stream().anyMatch(column::equalsIgnoreCase));
    boolean used =
        situation.before().viewsOn(table.name()).stream()
                .anyMatch(v -> SqliteWords.names(v.query(), column))
            || situation.before().written(WrittenObject.Kind.TRIGGER).stream()
                .filter(t -> SqliteWords.names(t.sql(), table.name().name()))
                .anyMatch(t -> SqliteWords.names(t.sql(), column));
    boolean mustBeFilled = known.filter(c -> c.notNull() && c.defaultValue().isEmpty()).isPresent();
    if (known.isEmpty()
        || keyed
        || needed
        || used
        || mustBeFilled
        || table.primaryKey().contains(column)
        || drop.ifExists()
        || drop.cascade()) {
      return Optional.empty();
    }
    Set<String> gone =
        table.indexesUsing(column).stream()
            .map(Index::name)
            .map(ObjectName::name)
            .collect(Collectors.toSet());
    return Optional.of(new Shape(text.without(column), Map.of(), gone));
  }

  private static Optional<Shape> withDefault(
      Table table, WrittenTable text, String column, String clause) {
    Optional<WrittenTable.WrittenColumn> written = text.findColumn(column);
    Optional<String> old =
        table.findColumn(column).flatMap(Column::defaultValue).map(Expression::text);
    return written.map(
        w -> {
          String bare =
              old.map(v -> without(w.text(), "\\s+DEFAULT\\s+" + Pattern.quote(v.strip())))
                  .orElse(w.text());
          return Shape.of(text.with(column, bare + clause));
        });
  }

  private static String without(String text, String form) {
    return Pattern.compile(form, Pattern.CASE_INSENSITIVE).matcher(text).replaceFirst("");
  }

  private static Optional<Shape> withType(Table table, WrittenTable text, ChangeColumnType change) {
    Optional<String> old =
        table.findColumn(change.columnName()).flatMap(Column::type).map(type -> type.text());
    Optional<WrittenTable.WrittenColumn> written = text.findColumn(change.columnName());
    if (old.isEmpty() || written.isEmpty()) {
      return Optional.empty();
    }
    // The type is the first place of its words behind the name.
    Matcher type =
        Pattern.compile("(?<=\\s)" + Pattern.quote(old.get())).matcher(written.get().text());
    if (!type.find()) {
      return Optional.empty();
    }
    String other = type.replaceFirst(Matcher.quoteReplacement(change.type().text()));
    Map<String, String> values =
        change
            .using()
            .map(using -> Map.of(written.get().name(), using.text().strip()))
            .orElse(Map.of());
    return Optional.of(new Shape(text.with(change.columnName(), other), values, Set.of()));
  }
}
