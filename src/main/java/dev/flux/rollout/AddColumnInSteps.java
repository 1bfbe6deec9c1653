package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Adds a column in steps that neither rewrite nor scan under an exclusive lock: the bare column
 * with its default for new rows, existing rows in batches, NOT NULL by a CHECK, constraints apart,
 * and last the sequence of a serial or identity column (manual, ALTER TABLE, ADD COLUMN and Notes).
 */
final class AddColumnInSteps implements Recipe {
  private static final Pattern IDENTITY =
      Pattern.compile(
          "\\bGENERATED\\s+(?:ALWAYS|BY\\s+DEFAULT)\\s+AS\\s+IDENTITY(?:\\s*\\([^)]*\\))?",
          Pattern.CASE_INSENSITIVE);

  @Override
  public Set<String> settles() {
    return Set.of(
        "add-column-not-null-without-default",
        "add-column-volatile-default",
        "add-column-default-on-old-engine",
        "add-column-auto-increment",
        "add-column-inline-constraint");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof AddColumn add)
        || add.column().type().isEmpty()
        || add.column().generated().isPresent()
        || situation
            .findTable(add.table())
            .flatMap(t -> t.findColumn(add.columnName()))
            .isPresent()) {
      return List.of();
    }
    boolean partitioned = situation.findTable(add.table()).filter(Table::partitioned).isPresent();
    boolean onlyChecks =
        add.column().constraints().stream().allMatch(c -> c.kind() == Constraint.Kind.CHECK);
    if (partitioned && !onlyChecks) {
      return List.of();
    }
    return new AddColumnInSteps.Plan(situation, add).steps();
  }

  /** The steps for one column. */
  private record Plan(Situation situation, AddColumn add) {

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      steps.add(expand());
      Optional<String> value = value();
      if (asksForValue() && value.isEmpty()) {
        steps.addAll(waiting());
        return steps;
      }
      value.ifPresent(expression -> steps.addAll(fill(expression)));
      if (setsNotNull()) {
        steps.addAll(SetNotNullByCheck.steps(situation, table(), add.columnName()));
      }
      if (identity().isPresent()) {
        steps.add(identityStep(identity().get()));
      }
      steps.addAll(
          ConstraintSteps.ofColumn(
              situation, add, value.isPresent() ? Phase.Name.CONTRACT : Phase.Name.EXPAND));
      return steps;
    }

    private ColumnDefinition column() {
      return add.column();
    }

    private ObjectName table() {
      return add.table();
    }

    private String name() {
      return situation.sql(add.columnName());
    }

    /** Whether rows that exist get no value from the server's own catalog. */
    private boolean apart() {
      return column().autoIncrement()
          || (column().defaultValue().isPresent()
              && (situation.hazards().contains("add-column-volatile-default")
                  || situation.hazards().contains("add-column-default-on-old-engine")));
    }

    private boolean asksForValue() {
      return column().notNull() && column().defaultValue().isEmpty() && !column().autoIncrement();
    }

    private boolean setsNotNull() {
      return column().notNull() && (apart() || asksForValue());
    }

    private Optional<String> identity() {
      Matcher identity = IDENTITY.matcher(column().text());
      return column().autoIncrement() && identity.find()
          ? Optional.of(identity.group())
          : Optional.empty();
    }

    private Optional<String> value() {
      if (column().autoIncrement()) {
        return Optional.of(nextValue());
      }
      return asksForValue()
          ? situation.values().find(situation.before(), table(), add.columnName())
          : apart() ? column().defaultValue().map(value -> value.text()) : Optional.empty();
    }

    private String type() {
      String written = column().type().orElseThrow().text();
      String plain =
          switch (column().type().orElseThrow().name()) {
            case "smallserial" -> "smallint";
            case "serial" -> "integer";
            case "bigserial" -> "bigint";
            default -> written;
          };
      return plain + column().collation().map(c -> " COLLATE " + situation.sql(c)).orElse("");
    }

    private String sequence() {
      String wanted =
          table().name() + "_" + add.columnName() + (identity().isPresent() ? "_fill_seq" : "_seq");
      return situation.beside(table(), situation.freeName(table(), wanted));
    }

    private String nextValue() {
      return "nextval('" + sequence().replace("'", "''") + "'::regclass)";
    }

    private PlannedStep expand() {
      String definition = name() + " " + type();
      List<String> statements = new ArrayList<>();
      if (apart() || column().defaultValue().isEmpty()) {
        statements.add(situation.alter(table(), "ADD COLUMN " + definition));
      } else {
        String inline =
            " DEFAULT "
                + column().defaultValue().get().text()
                + (column().notNull() ? " NOT NULL" : "");
        statements.add(situation.alter(table(), "ADD COLUMN " + definition + inline));
      }
      if (column().autoIncrement()) {
        statements.add(createSequence());
      }
      if (apart()) {
        statements.add(setDefault());
      }
      return Locks.instant(
              situation
                  .step("add_" + add.columnName(), "Add column `" + add.columnName() + "`")
                  .sql(
                      Sql.locking(statements),
                      Sql.locking(situation.alter(table(), "DROP COLUMN " + name()))),
              table())
          .worksWith("every version")
          .expand();
    }

    private String setDefault() {
      String value =
          column().autoIncrement() ? nextValue() : column().defaultValue().orElseThrow().text();
      return situation.alter(table(), "ALTER COLUMN " + name() + " SET DEFAULT " + value);
    }

    private String createSequence() {
      return "CREATE SEQUENCE "
          + sequence()
          + " AS "
          + type()
          + " OWNED BY "
          + situation.sql(table())
          + "."
          + name()
          + ";";
    }

    private List<PlannedStep> fill(String value) {
      return new FilledColumn(situation, table(), add.columnName()).steps(value, asksForValue());
    }

    private List<PlannedStep> waiting() {
      List<String> left = new ArrayList<>();
      left.add(situation.alter(table(), "ALTER COLUMN " + name() + " SET NOT NULL"));
      added().stream()
          .map(constraint -> situation.definitions().addConstraint(after(), constraint))
          .forEach(left::add);
      return new FilledColumn(situation, table(), add.columnName())
          .waiting(column().type(), String.join("\n", left) + "\n");
    }

    private Table after() {
      return situation.after().findTable(table()).orElseThrow();
    }

    /** What the column's own constraints become in the catalog, NOT NULL left out. */
    private List<TableConstraint> added() {
      Set<Constraint.Kind> kinds =
          column().constraints().stream().map(Constraint::kind).collect(Collectors.toSet());
      return after().constraints().stream()
          .filter(c -> c.definition().columns().contains(add.columnName()))
          .filter(c -> c.definition().kind() != Constraint.Kind.NOT_NULL)
          .filter(c -> kinds.contains(c.definition().kind()))
          .toList();
    }

    private PlannedStep identityStep(String identity) {
      String target = situation.sql(table());
      String own =
          "pg_get_serial_sequence('%s', '%s')"
              .formatted(target.replace("'", "''"), add.columnName().replace("'", "''"));
      String fill = sequence().replace("'", "''");
      return Locks.instant(
              situation
                  .step(
                      "identity_" + add.columnName(),
                      "Make `" + add.columnName() + "` an identity column")
                  .sql(
                      Sql.locking(
                          situation.alter(table(), "ALTER COLUMN " + name() + " DROP DEFAULT"),
                          Sql.allowIdentity(identity, "no version writes the new column itself")
                              + situation.alter(
                                  table(), "ALTER COLUMN " + name() + " ADD " + identity),
                          "SELECT setval(%s, nextval('%s'), false);".formatted(own, fill),
                          Sql.allow("drop-object", "the identity has a sequence of its own")
                              + "DROP SEQUENCE "
                              + sequence()
                              + ";"),
                      Sql.locking(
                          createSequence(),
                          "SELECT setval('%s', nextval(%s), false);".formatted(fill, own),
                          situation.alter(table(), "ALTER COLUMN " + name() + " DROP IDENTITY"),
                          setDefault())),
              table())
          .worksWith("every version that worked before")
          .contract();
    }
  }
}
