package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationChange;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.Section;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Statements that are left out until somebody tells a value that they need. They are kept in a
 * comment of a file that is written at once, so that they are in the repository and nowhere else:
 *
 * <pre>
 * -- flux: later users.status:
 * --   ALTER TABLE users ALTER COLUMN status SET NOT NULL;
 * ALTER TABLE users ADD COLUMN status text;
 * </pre>
 *
 * @param column that a value is told for
 * @param sql the statements
 */
record Postponed(String column, String sql) {
  private static final String LEAD = "-- flux: later ";
  private static final String INDENT = "--   ";
  private static final Pattern HEAD = Pattern.compile("(?m)^-- flux: later (.+):$");
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^-- flux: later (.+):\\R((?:--   .*(?:\\R|\\z))++)");

  private String comment() {
    return LEAD
        + column
        + ":\n"
        + sql.lines().map(line -> INDENT + line + "\n").collect(Collectors.joining());
  }

  /** Columns that a value is asked for, as people tell it. */
  static Set<String> columns(String text) {
    return HEAD.matcher(text)
        .results()
        .map(head -> head.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<Postponed> in(String text) {
    List<Postponed> found = new ArrayList<>();
    Matcher block = BLOCK.matcher(text);
    while (block.find()) {
      String sql =
          block
              .group(2)
              .lines()
              .map(line -> line.substring(INDENT.length()))
              .collect(Collectors.joining("\n"));
      found.add(new Postponed(block.group(1), sql));
    }
    return found;
  }

  /**
   * The steps, with what they leave out noted in the first that a tool runs before any deploy; in
   * the one that adds the column, where there is such a one.
   */
  static List<PlannedStep> noted(List<PlannedStep> planned) {
    Map<String, List<Step>> waiting = new LinkedHashMap<>();
    for (PlannedStep each : planned) {
      Optional<Step.Awaited> awaited = each.step().awaited();
      if (awaited.isPresent()) {
        waiting
            .computeIfAbsent(awaited.get().column(), column -> new ArrayList<>())
            .add(each.step());
      }
    }
    List<PlannedStep> noted = new ArrayList<>(planned);
    waiting.forEach(
        (column, steps) -> {
          int place = place(planned, steps.get(0));
          if (place >= 0) {
            String sql =
                steps.stream()
                    .flatMap(step -> step.awaited().stream())
                    .map(Step.Awaited::sql)
                    .collect(Collectors.joining());
            PlannedStep at = noted.get(place);
            String text = new Postponed(column, sql).comment() + at.step().forward();
            noted.set(place, new PlannedStep(at.phase(), at.step().saying(text), at.last()));
          }
        });
    return noted;
  }

  /** Where they can be noted; -1 where nothing is written at once. */
  private static int place(List<PlannedStep> planned, Step waiting) {
    int first = -1;
    for (int i = 0; i < planned.size(); i++) {
      Step step = planned.get(i).step();
      boolean atOnce =
          planned.get(i).phase() == Phase.Name.EXPAND
              && step.kind() == Step.Kind.MIGRATION
              && !step.afterDeploy()
              && !step.forward().isEmpty();
      if (atOnce && step.origin().equals(waiting.origin())) {
        return i;
      }
      first = atOnce && first < 0 ? i : first;
    }
    return first;
  }

  /**
   * What the files of a change leave out and nothing behind them does, as a change that stands on
   * it.
   */
  static Optional<MigrationChange> of(Examination examination) {
    MigrationChange change = examination.change();
    List<ExaminedMigration> migrations = examination.migrations();
    if (!change.oneChange() || migrations.isEmpty()) {
      return Optional.empty();
    }
    Catalog end = migrations.get(migrations.size() - 1).after();
    String told =
        change.changed().stream()
            .map(migration -> BackfillValues.comments(migration.up().text()))
            .collect(Collectors.joining());
    List<Migration> left = new ArrayList<>();
    for (Migration migration : change.changed()) {
      in(migration.up().text()).stream()
          .filter(postponed -> !postponed.done(end))
          .map(postponed -> postponed.behind(migration, told))
          .forEach(left::add);
    }
    List<Migration> before = new ArrayList<>(change.history());
    before.addAll(change.changed());
    return left.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new MigrationChange(
                change.directory(),
                change.tool(),
                change.toolEvidence(),
                change.engine(),
                before,
                left,
                List.of(),
                true,
                change.code(),
                change.later(),
                change.shared()));
  }

  /** Whether the column takes no NULL by now. */
  private boolean done(Catalog end) {
    return ColumnValue.parse(column + " = 0")
        .flatMap(value -> find(end, value.table(), value.column()))
        .filter(Column::notNull)
        .isPresent();
  }

  private static Optional<Column> find(Catalog catalog, ObjectName table, String column) {
    return catalog.findTable(table).flatMap(known -> known.findColumn(column));
  }

  /**
   * As a migration of the same file, that keeps asking for the value.
   *
   * @param told comments of the change that tell values
   */
  private Migration behind(Migration migration, String told) {
    String text = told + LEAD + column + ":\n" + sql + "\n";
    return new Migration(
        migration.path(),
        migration.version(),
        migration.description(),
        Section.whole(new MigrationFile(migration.path(), text)),
        Optional.empty(),
        migration.transaction());
  }
}
