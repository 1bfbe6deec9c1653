package dev.flux.rollout;

import dev.flux.engine.Engine;
import dev.flux.hazard.ExaminedClause;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.migration.Tool;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a recipe plans for: one operation in its context.
 *
 * @param statement the one that the operation is an action of
 * @param start the schema before the change
 * @param end the schema at the end of the change, for names that are taken later in it
 * @param hazards ids of those found at this operation, warnings and dangers
 * @param values what the author said columns are to be filled with
 * @param dualWrite who keeps a column and its copy in step
 * @param tool that runs the steps
 * @param replaced what gives way to the constraint or unique index that the operation adds
 */
public record Situation(
    ExaminedClause clause,
    ExaminedStatement statement,
    Catalog start,
    Catalog end,
    Set<String> hazards,
    BackfillValues values,
    DualWrite dualWrite,
    Tool tool,
    Optional<TableConstraint> replaced) {
  public Situation {
    hazards = Set.copyOf(hazards);
  }

  /** The operation itself. */
  public Operation operation() {
    return clause.operation();
  }

  /** The server that the steps run on. */
  public Engine engine() {
    return clause.engine();
  }

  /** The schema as of the operation. */
  public Catalog before() {
    return clause.before();
  }

  /** The schema once the operation is done. */
  public Catalog after() {
    return before().after(operation());
  }

  /** The table as it is before the operation. */
  public Optional<Table> findTable(ObjectName name) {
    return before().findTable(name);
  }

  /** SQL of what the catalog knows. */
  public Definitions definitions() {
    return new Definitions(before());
  }

  /** A name as SQL reads it back. */
  public String sql(String name) {
    return before().naming().name(name);
  }

  /** A name with the schema that the search path gives it, as SQL reads it back. */
  public String sql(ObjectName name) {
    return before().naming().name(before().resolve(name));
  }

  /** The name of an index or constraint beside its table, with the table's schema. */
  public String beside(ObjectName table, String name) {
    return before().naming().name(before().resolve(table).renamed(name));
  }

  /** Names as SQL reads them back, with commas between them. */
  public String list(Collection<String> names) {
    return names.stream().map(this::sql).collect(Collectors.joining(", "));
  }

  /** Begins a step that takes this operation's place. */
  public StepDraft step(String slug, String title) {
    return new StepDraft(slug, title)
        .from(new Step.Origin(clause.migration().path(), clause.clause().span().line()));
  }

  /** A name like the wanted one that no relation or constraint of the table has. */
  public String freeName(ObjectName table, String wanted) {
    return new FreeNames(before(), end).find(before().resolve(table), wanted);
  }

  /** A column's name with that end, which no column of the table has. */
  public String freeColumn(ObjectName table, String column, String suffix) {
    return new FreeNames(before(), end).findColumn(before().resolve(table), column, suffix);
  }

  /** One ALTER TABLE with this action. */
  public String alter(ObjectName table, String action) {
    return "ALTER TABLE " + sql(table) + " " + action + ";";
  }

  /**
   * What stands for a rename whose old name the change gives to another relation: old and new
   * versions would mean different rows by it. Empty where the name stays free.
   */
  public Optional<Recipe.PlannedStep> renameByHand(ObjectName from, ObjectName to) {
    return end().findTable(from).isPresent() || end().findView(from).isPresent()
        ? Optional.of(
            step("rename_" + from.name(), "Rename `" + from + "` to `" + to + "`")
                .waitsFor(
                    "Plan this rename by hand: the change gives the name `%s` to another relation."
                        .formatted(from))
                .contract())
        : Optional.empty();
  }

  /** The expression that fills a column of the rows that exist, as the author told it. */
  public Optional<String> findValue(ObjectName table, String column) {
    return values.find(before(), table, column);
  }

  /** Whether a column waits for its value before it takes no NULL. */
  public boolean asksFor(ObjectName table, String column) {
    return values.asks(before(), table, column);
  }

  /** Rows of a table changed in batches. */
  Batches batches(ObjectName table) {
    return new Batches(before(), table);
  }

  /** The same by the key that the table has once the change is done. */
  Batches batchesAtEnd(ObjectName table) {
    return end().findTable(table).isPresent() ? new Batches(end(), table) : batches(table);
  }
}
