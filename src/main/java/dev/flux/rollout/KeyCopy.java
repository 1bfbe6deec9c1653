package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What makes a column a key, for its copy: a primary key over an index that is built before,
 * foreign keys of other tables that refer to the copy before the old ones go, and the sequence that
 * numbers new rows.
 */
record KeyCopy(ColumnCopy copy) {
  private static final Pattern NEXT_VALUE =
      Pattern.compile("(?is)nextval\\s*\\(\\s*'" + Identifiers.NAME + "'(?:::\\w+)?\\s*\\)");

  private Situation situation() {
    return copy.situation();
  }

  private Table table() {
    return copy.table();
  }

  private Optional<TableConstraint> primaryKey() {
    return table().constraintsOn(copy.from().name()).stream()
        .filter(c -> c.definition().kind() == Constraint.Kind.PRIMARY_KEY)
        .findFirst();
  }

  private List<Referencing> references() {
    return Referencing.to(situation(), table(), copy.from().name());
  }

  private String aside(Referencing reference) {
    return situation()
        .freeName(reference.name(), reference.constraint().name() + "_to_" + copy.to());
  }

  /** The index of the primary key, then the foreign keys, while reads and writes go on. */
  List<PlannedStep> carryOver() {
    List<PlannedStep> steps = new ArrayList<>();
    primaryKey().ifPresent(key -> steps.add(build(key)));
    for (Referencing reference : references()) {
      ConstraintSteps.notValid(
              situation(),
              reference.name(),
              aside(reference),
              reference.to(table(), copy.from().name(), copy.to()),
              Phase.Name.CONTRACT)
          .stream()
          .map(p -> new PlannedStep(Phase.Name.BACKFILL, p.step().ofTwoTypes().ungated()))
          .forEach(steps::add);
    }
    return steps;
  }

  private PlannedStep build(TableConstraint key) {
    String name = copy.aside(key.name());
    String drop =
        "DROP INDEX CONCURRENTLY IF EXISTS " + situation().beside(table().name(), name) + ";";
    return Locks.build(
            situation()
                .step("build_" + name, "Build the index of the new primary key")
                .sql(create(key).replace(" INDEX ", " INDEX CONCURRENTLY "), drop)
                .outsideTransaction(),
            table().name())
        .gate("After a failed build: " + drop)
        .worksWith("every version that worked before")
        .backfill();
  }

  private String create(TableConstraint key) {
    List<String> columns =
        key.definition().columns().stream()
            .map(name -> name.equals(copy.from().name()) ? copy.to() : name)
            .toList();
    return "CREATE UNIQUE INDEX %s ON %s (%s);"
        .formatted(
            situation().sql(copy.aside(key.name())), copy.sqlTable(), situation().list(columns));
  }

  /** What must go before the names are exchanged. */
  List<String> release() {
    List<String> statements = new ArrayList<>();
    if (Definitions.identity(copy.from())) {
      statements.add(identity(copy.sqlTo()));
      statements.add(
          "SELECT setval(%s, nextval(%s), false);"
              .formatted(sequenceOf(copy.to()), sequenceOf(copy.from().name())));
      statements.add(
          Sql.allow("drop-default-still-needed", "its copy numbers itself")
              + alter(copy.sqlFrom(), "DROP IDENTITY"));
    }
    for (Referencing reference : references()) {
      statements.add(
          Sql.allow(
                  "drop-foreign-key-locks-parent, locks-several-tables",
                  "another takes its place at once")
              + drop(reference, reference.constraint().name()));
    }
    primaryKey()
        .ifPresent(
            key ->
                statements.add(
                    Sql.allow("drop-primary-key", "another takes its place at once")
                        + copy.alter("DROP CONSTRAINT " + situation().sql(key.name()))));
    return statements;
  }

  private String alter(String column, String action) {
    return copy.alter("ALTER COLUMN " + column + " " + action);
  }

  private String identity(String column) {
    String clause = Definitions.identityClause(copy.from());
    return Sql.allowIdentity(clause, "the column that it takes the place of is one too")
        + alter(column, "ADD " + clause);
  }

  private String drop(Referencing reference, String name) {
    return situation().alter(reference.name(), "DROP CONSTRAINT " + situation().sql(name));
  }

  private String rename(Referencing reference, String from, String to) {
    return situation()
        .alter(
            reference.name(),
            "RENAME CONSTRAINT " + situation().sql(from) + " TO " + situation().sql(to));
  }

  private String sequenceOf(String column) {
    return "pg_get_serial_sequence('%s', '%s')"
        .formatted(copy.sqlTable().replace("'", "''"), column.replace("'", "''"));
  }

  /**
   * What takes its place once they are.
   *
   * @param old name of the old column now
   */
  List<String> take(String old) {
    List<String> statements = new ArrayList<>();
    primaryKey()
        .ifPresent(
            key ->
                statements.add(
                    copy.alter(
                        "ADD CONSTRAINT %s PRIMARY KEY USING INDEX %s"
                            .formatted(
                                situation().sql(key.name()),
                                situation().sql(copy.aside(key.name()))))));
    for (Referencing reference : references()) {
      statements.add(rename(reference, aside(reference), reference.constraint().name()));
    }
    if (Definitions.identity(copy.from())) {
      statements.add(renameSequence(copy.to(), copy.from().name()));
    }
    serial()
        .ifPresent(
            sequence -> {
              statements.add(owned(sequence, copy.from().name()));
              if (copy.from().defaultValue().isEmpty()) {
                statements.add(alter(copy.sqlFrom(), "SET DEFAULT " + nextValue(sequence)));
              }
              statements.add(
                  Sql.allow("drop-default-still-needed", "nobody writes it any more")
                      + alter(situation().sql(old), "DROP DEFAULT"));
            });
    return statements;
  }

  /** The way back of {@link #take}. */
  List<String> giveBack(String old) {
    List<String> statements = new ArrayList<>();
    serial()
        .ifPresent(
            sequence -> {
              statements.add(alter(situation().sql(old), "SET DEFAULT " + nextValue(sequence)));
              if (copy.from().defaultValue().isEmpty()) {
                statements.add(alter(copy.sqlFrom(), "DROP DEFAULT"));
              }
              statements.add(owned(sequence, old));
            });
    if (Definitions.identity(copy.from())) {
      statements.add(renameSequence(copy.from().name(), copy.to()));
    }
    references()
        .forEach(reference -> statements.add(drop(reference, reference.constraint().name())));
    primaryKey()
        .ifPresent(
            key -> statements.add(copy.alter("DROP CONSTRAINT " + situation().sql(key.name()))));
    return statements;
  }

  /** The way back of {@link #release}. */
  List<String> hold() {
    List<String> statements = new ArrayList<>();
    primaryKey()
        .ifPresent(
            key -> {
              statements.add(situation().definitions().addConstraint(table(), key));
              statements.add(alter(copy.sqlTo(), "SET NOT NULL"));
              statements.add(create(key));
            });
    for (Referencing reference : references()) {
      statements.add(
          situation().definitions().addConstraint(reference.child(), reference.constraint()));
      statements.add(
          situation()
              .alter(
                  reference.name(),
                  "ADD CONSTRAINT %s %s"
                      .formatted(
                          situation().sql(aside(reference)),
                          situation()
                              .definitions()
                              .constraint(reference.to(table(), copy.from().name(), copy.to())))));
    }
    if (Definitions.identity(copy.from())) {
      statements.add(identity(copy.sqlFrom()));
      statements.add(
          "SELECT setval(%s, nextval(%s), false);"
              .formatted(sequenceOf(copy.from().name()), sequenceOf(copy.to())));
      statements.add(alter(copy.sqlTo(), "DROP IDENTITY"));
    }
    return statements;
  }

  private String renameSequence(String from, String to) {
    String table = table().name().name();
    return "ALTER SEQUENCE %s RENAME TO %s;"
        .formatted(
            situation().beside(table().name(), table + "_" + from + "_seq"),
            situation().sql(table + "_" + to + "_seq"));
  }

  /** The sequence that numbers new rows and goes with the column; empty where none does. */
  Optional<ObjectName> serial() {
    Column from = copy.from();
    if (Definitions.identity(from)) {
      return Optional.empty();
    }
    if (from.autoIncrement() && from.defaultValue().isEmpty()) {
      return Optional.of(
          situation()
              .before()
              .resolve(table().name())
              .renamed(table().name().name() + "_" + from.name() + "_seq"));
    }
    return from.defaultValue()
        .map(value -> NEXT_VALUE.matcher(value.text()))
        .filter(Matcher::matches)
        .map(next -> Identifiers.name(next.group(1)))
        .filter(
            sequence ->
                situation().before().findTableOfSequence(sequence).stream()
                    .anyMatch(table().name()::equals));
  }

  private String owned(ObjectName sequence, String column) {
    return "ALTER SEQUENCE %s OWNED BY %s.%s;"
        .formatted(
            situation().definitions().name(sequence), copy.sqlTable(), situation().sql(column));
  }

  private String nextValue(ObjectName sequence) {
    return "nextval('%s'::regclass)"
        .formatted(situation().definitions().name(sequence).replace("'", "''"));
  }
}
