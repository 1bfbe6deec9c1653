package dev.flux.rollout;

import dev.flux.schema.Attached;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Why a copy of a table cannot take its place. */
final class ExchangeObstacle {
  /** Bytes; the server shortens longer names (manual, 4.1.1 Identifiers and Key Words). */
  private static final int LONGEST_NAME = 63;

  /** What a step carries over as it finds it. */
  private static final Set<Attached.Kind> CARRIED =
      Set.of(Attached.Kind.PRIVILEGE, Attached.Kind.OPTION, Attached.Kind.TRIGGER);

  private ExchangeObstacle() {}

  /** Empty where it can. */
  static Optional<String> of(Situation situation, Alteration alteration) {
    Table table = alteration.before();
    Catalog catalog = situation.before();
    if (!table.complete() || situation.batches(table.name()).key().isEmpty()) {
      return Optional.of("no key singles out its rows");
    }
    if (isOfOthers(catalog, table)) {
      return Optional.of("it is a partition, has some, or inherits");
    }
    if (isUsed(situation, table)) {
      return Optional.of("a foreign key or policy of it has no twin");
    }
    if (!new Hanging(situation, table).isKnown()) {
      return Optional.of("triggers or views of it are not known, or change, or keep rows");
    }
    if (alteration.after().constraints().stream().anyMatch(c -> !isCarried(catalog, table, c))) {
      return Optional.of("it has a constraint that no copy can have from the start");
    }
    if (table.storage().tablespace().isPresent() || table.storage().method().isPresent()) {
      return Optional.of("its rows are kept in a place of their own");
    }
    return isSettled(situation, table)
            && isOnly(situation, alteration)
            && areNamed(situation, alteration)
        ? Optional.empty()
        : Optional.of("the change does more to it, or names are too long");
  }

  private static boolean isOfOthers(Catalog catalog, Table table) {
    return table.partitioned()
        || table.partitionOf().isPresent()
        || !catalog.childrenOf(table.name()).isEmpty()
        || catalog.tables().stream()
            .anyMatch(
                other ->
                    catalog.childrenOf(other.name()).stream()
                        .anyMatch(child -> child.name().equals(table.name())));
  }

  private static boolean isUsed(Situation situation, Table table) {
    return !Referring.canFollow(situation, table)
        || situation.before().attachedTo(table.name()).stream()
            .anyMatch(made -> !CARRIED.contains(made.kind()));
  }

  /** Rows arrive one by one, so that what is checked later or not at all is another thing. */
  private static boolean isCarried(Catalog catalog, Table table, TableConstraint constraint) {
    Constraint definition = constraint.definition();
    boolean key = definition.kind() != Constraint.Kind.FOREIGN_KEY;
    boolean deferred =
        key && definition.definition().toUpperCase(Locale.ROOT).contains("DEFERRABLE");
    boolean itself =
        definition
            .reference()
            .filter(to -> catalog.resolve(to.table()).equals(table.name()))
            .isPresent();
    return constraint.validated() && !deferred && !itself;
  }

  /** Whether nothing else of the change takes from it, or gives it what the copy would lack. */
  private static boolean isSettled(Situation situation, Table table) {
    Optional<Table> start = situation.start().findTable(table.name());
    Optional<Table> end = situation.end().findTable(table.name());
    return start.isPresent()
        && end.isPresent()
        && start.get().constraints().equals(table.constraints())
        && start.get().indexes().equals(table.indexes())
        && start.get().triggers().equals(end.get().triggers())
        && has(table, start.get().columns())
        && has(end.get(), table.columns())
        && end.get().constraints().containsAll(table.constraints())
        && end.get().indexes().containsAll(table.indexes().stream().filter(Index::unique).toList());
  }

  /** Whether no other statement of the change needs a copy of it too. */
  private static boolean isOnly(Situation situation, Alteration alteration) {
    ObjectName name = alteration.before().name();
    return written(situation.start().findTable(name)).equals(written(alteration.before()))
        && written(situation.end().findTable(name)).equals(written(alteration.after()));
  }

  private static Set<String> written(Optional<Table> table) {
    return table.map(ExchangeObstacle::written).orElse(Set.of());
  }

  /** Names of columns and constraints that only a copy gets. */
  private static Set<String> written(Table table) {
    return Stream.concat(
            table.columns().stream()
                .filter(column -> column.generated().isPresent())
                .map(Column::name),
            table.constraints().stream()
                .filter(c -> c.definition().kind() == Constraint.Kind.EXCLUSION)
                .map(TableConstraint::name))
        .collect(Collectors.toSet());
  }

  private static boolean has(Table table, List<Column> columns) {
    return table.columns().containsAll(columns);
  }

  private static boolean areNamed(Situation situation, Alteration alteration) {
    Map<String, String> fresh = new Twin(situation, alteration.after(), "new").names();
    Map<String, String> former = new Twin(situation, alteration.before(), "former").names();
    return areApart(fresh)
        && areApart(former)
        && alteration.before().columns().stream()
            .filter(Definitions::identity)
            .allMatch(column -> fits(fresh, alteration.before().name(), column));
  }

  private static boolean areApart(Map<String, String> names) {
    return Set.copyOf(names.values()).size() == names.size();
  }

  /** Whether the server makes up the whole name of a sequence. */
  private static boolean fits(Map<String, String> names, ObjectName table, Column column) {
    String sequence = names.get(table.name()) + "_" + column.name() + "_seq";
    return sequence.getBytes(StandardCharsets.UTF_8).length <= LONGEST_NAME;
  }
}
