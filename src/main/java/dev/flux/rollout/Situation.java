package dev.flux.rollout;

import dev.flux.engine.Engine;
import dev.flux.hazard.ExaminedClause;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What a recipe plans for: one operation in its context.
 *
 * @param after the schema at the end of the change, for names that are taken later in it
 */
record Situation(ExaminedClause clause, Catalog after) {

  /** The operation itself. */
  Operation operation() {
    return clause.operation();
  }

  /** The server that the steps run on. */
  Engine engine() {
    return clause.engine();
  }

  /** The schema as of the operation. */
  Catalog before() {
    return clause.before();
  }

  /** The table as it is before the operation. */
  Optional<Table> findTable(ObjectName name) {
    return before().findTable(name);
  }

  /** A name as SQL reads it back. */
  String sql(String name) {
    return Identifiers.quote(name, before().dialect());
  }

  /** A name with its schema as SQL reads it back. */
  String sql(ObjectName name) {
    return Identifiers.quote(name, before().dialect());
  }

  /** Names as SQL reads them back, with commas between them. */
  String list(Collection<String> names) {
    return names.stream().map(this::sql).collect(Collectors.joining(", "));
  }

  /** Begins a step that takes this operation's place. */
  StepDraft step(String slug, String title) {
    return new StepDraft(slug, title)
        .from(new Step.Origin(clause.migration().path(), clause.statement().span().line()));
  }

  /** A name like the wanted one that no relation or constraint of the table has. */
  String freeName(ObjectName table, String wanted) {
    return new FreeNames(before(), after).find(table, wanted);
  }
}
