package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.ColumnOperation.ChangeColumnType;
import dev.flux.sql.ColumnOperation.SetDefault;
import dev.flux.sql.Expression;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Changes a column's type without writing the table anew: a column of the new type, kept in step by
 * a trigger, filled in batches, and put in the place of the old one by renaming both.
 */
final class ChangeTypeByCopy implements Recipe {
  private static final String NO_OLD_VALUES = "a release later: nobody needs the old values";

  /**
   * Types that are compared with each other as they are (operator families of the manual, 38.16).
   */
  private static final List<Set<String>> COMPARED =
      List.of(Set.of("smallint", "integer", "bigint"), Set.of("text", "character varying"));

  /** Types whose constants the server keeps as they are, since it casts them to the new type. */
  private static final Set<String> KEPT = Set.of("json", "jsonb", "text", "character varying");

  private static final Pattern CONSTANT = Pattern.compile("'(?:[^']|'')*+'");

  @Override
  public Set<String> settles() {
    return Set.of("change-column-type", "change-column-type-narrows");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof ChangeColumnType change)) {
      return List.of();
    }
    Optional<String> obstacle =
        ColumnCopy.obstacle(situation, change.table(), change.columnName())
            .or(() -> unlikeReferences(situation, change));
    if (obstacle.isPresent()) {
      return List.of(
          situation
              .step(
                  "change_type_of_" + change.columnName(),
                  "Change the type of `" + change.columnName() + "`")
              .waitsFor("Plan this change of type by hand: " + obstacle.get() + ".")
              .contract());
    }
    Table table = situation.findTable(change.table()).orElseThrow();
    String copy = situation.freeColumn(change.table(), change.columnName(), "_new");
    return new Plan(
            situation,
            change,
            new ColumnCopy(situation, table, column(situation, table, change), copy),
            situation.freeColumn(change.table(), change.columnName(), "_old"))
        .steps();
  }

  /** The column with the default that it has until the names are exchanged. */
  private static Column column(Situation situation, Table table, ChangeColumnType change) {
    Column column = table.findColumn(change.columnName()).orElseThrow();
    return situation
        .start()
        .findTable(change.table())
        .flatMap(t -> t.findColumn(change.columnName()))
        .map(before -> column.withDefault(before.defaultValue()))
        .orElse(column);
  }

  /** Foreign keys join columns of two types only where these are compared without a cast. */
  private static Optional<String> unlikeReferences(Situation situation, ChangeColumnType change) {
    Table table = situation.findTable(change.table()).orElseThrow();
    String before = table.findColumn(change.columnName()).orElseThrow().type().orElseThrow().name();
    boolean alike =
        COMPARED.stream().anyMatch(s -> s.contains(before) && s.contains(change.type().name()));
    return alike || Referencing.to(situation, table, change.columnName()).isEmpty()
        ? Optional.empty()
        : Optional.of("foreign keys of other tables refer to `" + change.columnName() + "`");
  }

  /** The steps for one column. */
  private record Plan(Situation situation, ChangeColumnType change, ColumnCopy copy, String old) {

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      steps.add(add());
      steps.add(fill());
      steps.addAll(copy.carryOver());
      steps.addAll(key().carryOver());
      steps.add(
          situation
              .step("deploy", "Deploy the version that works with either type of `" + name() + "`")
              .deploy()
              .worksWith("versions that read and write both types")
              .contract());
      steps.add(swap());
      steps.add(letGo());
      steps.add(drop());
      copy.takeNames("versions that work with the new type", NO_OLD_VALUES).ifPresent(steps::add);
      return steps;
    }

    private String name() {
      return change.columnName();
    }

    private KeyCopy key() {
      return new KeyCopy(copy);
    }

    private String type() {
      return change.type().text()
          + change.collation().map(c -> " COLLATE " + situation.sql(c)).orElse("");
    }

    private CastValue values() {
      return new CastValue(change, copy);
    }

    private SyncTrigger trigger() {
      return SyncTrigger.ofCopy(situation, copy.table(), name());
    }

    private List<String> createTrigger() {
      return trigger().create("  NEW." + copy.sqlTo() + " := " + values().assigned("NEW") + ";");
    }

    private PlannedStep add() {
      List<String> forward = new ArrayList<>();
      forward.add(Sql.allowType(type()) + copy.alter("ADD COLUMN " + copy.sqlTo() + " " + type()));
      copy.comment().ifPresent(forward::add);
      forward.addAll(copy.settings(copy.to(), false));
      forward.addAll(createTrigger());
      List<String> back = new ArrayList<>(trigger().drop());
      back.add(copy.alter("DROP COLUMN " + copy.sqlTo()));
      return Locks.instant(
              situation
                  .step(
                      "add_" + copy.to(),
                      "Add `%s` of type %s, kept in step by a trigger".formatted(copy.to(), type()))
                  .sql(Sql.locking(forward), Sql.locking(back)),
              copy.table().name())
          .gate(values().fits())
          .worksWith("every version that writes values which fit")
          .expand();
    }

    private PlannedStep fill() {
      String target = copy.sqlTable();
      String value = values().assigned("");
      String block =
          situation
              .batches(copy.table().name())
              .block(
                  target,
                  range ->
                      "UPDATE %1$s SET %2$s = %3$s WHERE %4$s AND %2$s IS NULL AND %3$s IS NOT NULL"
                          .formatted(target, copy.sqlTo(), value, range));
      return Locks.batches(
              situation
                  .step("backfill_" + copy.to(), "Fill `" + copy.to() + "` in batches")
                  .sql(block, "")
                  .outsideTransaction(),
              copy.table().name())
          .worksWith("every version that worked before")
          .backfill();
    }

    private PlannedStep swap() {
      List<View> views = AroundColumnChange.views(situation);
      List<String> forward = new ArrayList<>(trigger().drop());
      for (int i = views.size() - 1; i >= 0; i--) {
        forward.add(dropView(views.get(i)));
      }
      forward.addAll(key().release());
      List<String> back = new ArrayList<>();
      String sqlOld = situation.sql(old);
      String allowed = Sql.allow("rename-column", "the names are exchanged in one transaction");
      forward.add(allowed + copy.alter("RENAME COLUMN " + copy.sqlFrom() + " TO " + sqlOld));
      forward.add(allowed + copy.alter("RENAME COLUMN " + copy.sqlTo() + " TO " + copy.sqlFrom()));
      forward.addAll(key().take(old));
      newDefault()
          .ifPresent(
              value -> {
                forward.add(copy.alter("ALTER COLUMN " + copy.sqlFrom() + " SET DEFAULT " + value));
                back.add(copy.alter("ALTER COLUMN " + copy.sqlTo() + " DROP DEFAULT"));
              });
      back.add(0, copy.alter("RENAME COLUMN " + sqlOld + " TO " + copy.sqlFrom()));
      back.add(0, copy.alter("RENAME COLUMN " + copy.sqlFrom() + " TO " + copy.sqlTo()));
      back.addAll(0, key().giveBack(old));
      if (copy.from().notNull()) {
        forward.add(
            Sql.allow("drop-not-null", "nobody reads it any more")
                + copy.alter("ALTER COLUMN " + sqlOld + " DROP NOT NULL"));
        back.add(copy.alter("ALTER COLUMN " + copy.sqlFrom() + " SET NOT NULL"));
      }
      views.forEach(view -> back.add(0, "DROP VIEW " + situation.sql(view.name()) + ";"));
      AroundColumnChange.again(situation, views).stream()
          .map(situation.definitions()::createView)
          .forEach(forward::addAll);
      views.stream().map(situation.definitions()::createView).forEach(back::addAll);
      back.addAll(key().hold());
      back.addAll(createTrigger());
      forward.addAll(followBack());
      back.addAll(0, trigger().drop());
      return Locks.instant(
              situation
                  .step(
                      "switch_" + name(),
                      "Put `" + copy.to() + "` in the place of `" + name() + "`")
                  .sql(Sql.locking(forward), Sql.locking(back)),
              copy.table().name())
          .deployGate("every running version works with either type of `" + name() + "`")
          .worksWith("versions that work with the new type")
          .contract();
    }

    /**
     * What is written from now on is kept in the old column too, as far as its type takes it, so
     * that the way back needs to write no row.
     */
    private List<String> followBack() {
      String sqlOld = "NEW." + situation.sql(old);
      String again = SqlWords.rename(values().cast(), name(), old);
      for (String column : copy.columnNames()) {
        again = SqlWords.qualify(again, column, "NEW");
      }
      again = SqlWords.qualify(again, old, "NEW");
      return trigger()
          .create(
              """
                IF TG_OP = 'INSERT' OR NEW.%1$s::text IS DISTINCT FROM OLD.%1$s::text THEN
                  BEGIN
                    %2$s := %3$s;
                    IF (%4$s)::text IS DISTINCT FROM NEW.%1$s::text THEN
                      %2$s := NULL;
                    END IF;
                  EXCEPTION WHEN data_exception THEN
                    %2$s := NULL;
                  END;
                END IF;\
              """
                  .formatted(
                      copy.sqlFrom(), sqlOld, values().asOld("NEW." + copy.sqlFrom()), again));
    }

    private String dropView(View view) {
      return Sql.allow(
              "drop-table, locks-several-tables", "it is created again in the same transaction")
          + "DROP VIEW "
          + situation.sql(view.name())
          + ";";
    }

    /** The default at the end of the change, as the author sets it or the server keeps it. */
    private Optional<String> newDefault() {
      if (onTheWay()) {
        return copy.from().writtenDefault().map(value -> untyped(value.text()));
      }
      Optional<String> kept = copy.from().writtenDefault().map(value -> ofOldType(value.text()));
      boolean anew =
          setAgain()
              || situation
                  .findTable(change.table())
                  .flatMap(t -> t.findColumn(name()))
                  .flatMap(Column::writtenDefault)
                  .isEmpty();
      return situation
          .end()
          .findTable(change.table())
          .flatMap(t -> t.findColumn(name()))
          .map(
              column ->
                  column
                      .writtenDefault()
                      .map(Expression::text)
                      .flatMap(end -> anew ? Optional.of(end) : sameOr(end, kept)))
          .orElse(kept);
    }

    /** Whether the author says the default once the column has its new type. */
    private boolean setAgain() {
      return Stream.concat(
              situation.clause().statement().operations().stream(),
              situation.clause().laterInFile())
          .anyMatch(
              other ->
                  other instanceof SetDefault set
                      && set.table().equals(change.table())
                      && set.columnName().equals(name()));
    }

    /** Whether the column is a text only until the change gives it yet another type. */
    private boolean onTheWay() {
      return CastValue.isText(change.type())
          && situation
              .end()
              .findTable(change.table())
              .flatMap(t -> t.findColumn(name()))
              .flatMap(Column::type)
              .filter(type -> !CastValue.isText(type))
              .isPresent();
    }

    /** A constant as either type takes it, so that the old one may be dropped. */
    private static String untyped(String value) {
      Matcher constant = CONSTANT.matcher(value);
      return constant.lookingAt() && value.startsWith("::", constant.end())
          ? constant.group()
          : value;
    }

    private Optional<String> sameOr(String end, Optional<String> kept) {
      boolean same =
          copy.from().defaultValue().filter(value -> value.text().equals(end)).isPresent();
      return same ? kept : Optional.of(end);
    }

    /** A constant stays one of the old type when the server keeps the default. */
    private String ofOldType(String value) {
      boolean label =
          !value.contains("::")
              && copy.from().type().flatMap(type -> situation.before().findType(type)).isPresent();
      if (label) {
        return value + "::" + values().oldType();
      }
      String old = copy.from().type().orElseThrow().name();
      return CONSTANT.matcher(value).matches() && KEPT.contains(old) ? value + "::" + old : value;
    }

    private PlannedStep letGo() {
      return Locks.instant(
              situation
                  .step("let_go_of_" + old, "Keep `" + old + "` in step no longer")
                  .sql(Sql.locking(trigger().drop()), Sql.locking(followBack())),
              copy.table().name())
          .deployGate(NO_OLD_VALUES)
          .worksWith("versions that work with the new type")
          .contract();
    }

    /** The old column as it is by now; what numbers rows went to its copy. */
    private String oldDefinition() {
      String defaulted =
          copy.from()
              .defaultValue()
              .filter(value -> key().serial().isEmpty())
              .map(value -> " DEFAULT " + value.text())
              .orElse("");
      return situation.sql(old) + " " + values().oldType() + defaulted;
    }

    private PlannedStep drop() {
      String sqlOld = situation.sql(old);
      ColumnReturn column =
          new ColumnReturn(
              situation,
              copy.table().name(),
              sqlOld,
              oldDefinition(),
              false,
              copy.oldDependents(old),
              situation.batchesAtEnd(copy.table().name()));
      StepDraft draft = situation.step("drop_" + old, "Drop `" + old + "`");
      if (change.using().isEmpty()) {
        draft
            .sql(
                Sql.lockingAlone(copy.dropOld(sqlOld)),
                column.filled(values().asOld(copy.sqlFrom())))
            .outsideTransaction();
      } else { // nobody says how an expression of the author is undone
        draft.sql(Sql.locking(copy.dropOld(sqlOld)), column.empty());
      }
      return Locks.instant(draft, copy.table().name())
          .loses("what the values of `" + name() + "` were before they were cast")
          .deployGate(NO_OLD_VALUES)
          .worksWith("versions that work with the new type")
          .contract();
    }
  }
}
