package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Table;
import dev.flux.schema.UserType;
import dev.flux.schema.View;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Facts about operations on types. */
interface TypeImpacts extends ObjectOperation.Visitor<Optional<ImpactDraft>>, Setting {

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.CreateType operation) {
    return Optional.of(draft("PostgreSQL manual, CREATE TYPE"));
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.AddEnumValue operation) {
    ImpactDraft draft = draft("PostgreSQL manual, ALTER TYPE, Notes");
    return Optional.of(version().atLeast(12) ? draft.usableAfterCommit() : draft.outsideOnly());
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.RenameEnumValue operation) {
    return Optional.of(draft("PostgreSQL manual, ALTER TYPE"));
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.CreateDomain operation) {
    return Optional.of(draft("PostgreSQL manual, CREATE DOMAIN"));
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.AlterDomain operation) {
    ImpactDraft draft = draft("PostgreSQL manual, ALTER DOMAIN; measured");
    return switch (operation.change()) {
      case ADD_CONSTRAINT ->
          Optional.of(operation.notValid() ? draft : scanUsers(draft, operation.domain()));
      case SET_NOT_NULL, VALIDATE_CONSTRAINT -> Optional.of(scanUsers(draft, operation.domain()));
      case DROP_CONSTRAINT, RENAME_CONSTRAINT, DROP_NOT_NULL, SET_DEFAULT, DROP_DEFAULT, OTHER ->
          Optional.of(draft);
    };
  }

  /** Every table with a column of the domain is read. */
  private ImpactDraft scanUsers(ImpactDraft draft, ObjectName domain) {
    Optional<UserType> type = before().findType(domain);
    if (type.isEmpty()) {
      draft.assume("Which tables use the domain `" + domain + "` is not known.");
    }
    List<Table> users = type.map(t -> Domains.using(t, before())).orElse(List.of());
    users.stream()
        .map(Table::name)
        .filter(table -> !partitioned(table))
        .forEach(table -> draft.lock(table, SHARE).scan(table));
    before().views().stream()
        .filter(View::materialized)
        .filter(view -> users.stream().anyMatch(table -> shows(view, table, type.get())))
        .forEach(view -> draft.lock(view.name(), SHARE).scan(view.name()));
    return draft;
  }

  /** Calls whose result is never of the domain of what they are given. */
  Pattern AGGREGATE =
      Pattern.compile("(?i)\\b(?:sum|avg|min|max|count|string_agg)\\s*\\([^()]*\\)");

  /** Whether a view has a column of the domain by the name that it has in the table. */
  private boolean shows(View view, Table table, UserType domain) {
    View plain = view.asking(AGGREGATE.matcher(view.query()).replaceAll("0"));
    return before().tablesReadBy(view.name()).contains(table.name())
        && table.columns().stream()
            .filter(
                column ->
                    column.type().filter(type -> Domains.isKin(type, domain, before())).isPresent())
            .anyMatch(column -> plain.names(column.name()));
  }
}
