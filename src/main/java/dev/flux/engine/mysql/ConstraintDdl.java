package dev.flux.engine.mysql;

import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Facts about operations on constraints. */
interface ConstraintDdl extends ConstraintOperation.Visitor<Optional<Impact>>, IndexDdl {

  @Override
  default Optional<Impact> visit(ConstraintOperation.AddConstraint operation) {
    ObjectName table = operation.table();
    Constraint constraint = operation.constraint();
    return switch (constraint.kind()) {
      case PRIMARY_KEY ->
          new RemadeIndex(this).is(operation)
              ? altering(table, Way.INSTANT)
              : building(
                  table,
                  overlaps(constraint)
                      ? Way.COPY
                      : primaryKey(traits(table), constraint.columns()));
      case UNIQUE ->
          new RemadeIndex(this).is(operation)
              ? altering(table, Way.INSTANT)
              : building(
                  table,
                  overlaps(constraint)
                      ? Way.COPY
                      : constraint.columns().isEmpty()
                          ? new VirtualColumns(this).inCompany(Way.LOCKED)
                          : unique(traits(table), constraint.columns()));
      case CHECK -> check(table, constraint);
      case FOREIGN_KEY -> foreignKey(table, constraint);
      case EXCLUSION, NOT_NULL -> Optional.empty();
    };
  }

  /** Whether it forbids periods that overlap, which MariaDB compares while it copies. */
  private static boolean overlaps(Constraint constraint) {
    return constraint.definition().toUpperCase(Locale.ROOT).contains("WITHOUT OVERLAPS");
  }

  /**
   * MariaDB copies a partitioned table for another key than the one it has, and a table with
   * computed columns for a key that forbids NULL.
   */
  private Way primaryKey(TableTraits traits, List<String> columns) {
    if (!server().mariadb()) {
      return Way.REBUILD;
    }
    boolean another = traits.partitioned() && first(traits.name()).hasPrimaryKey();
    boolean forbids =
        columns.stream().anyMatch(c -> traits.column(c).filter(o -> !o.notNull()).isPresent());
    return another || (forbids && traits.computesForRows())
        ? Way.COPY
        : firstPrimaryKey(traits, columns);
  }

  private Optional<Impact> check(ObjectName table, Constraint constraint) {
    boolean compares = server().checks() && !ColumnDdl.notEnforced(constraint);
    return altering(
        table, compares ? Way.COPY : Way.METADATA.orInstant(server().changesMetadataAtOnce()));
  }

  private Optional<Impact> foreignKey(ObjectName table, Constraint constraint) {
    List<Impact.TableLock> parent =
        constraint.reference().stream()
            .filter(reference -> !reference.table().equals(table))
            .map(reference -> new Impact.TableLock(reference.table(), LockMode.SHARE))
            .toList();
    TableTraits traits = traits(table);
    boolean builds = !served(traits, constraint.columns());
    Way way =
        checksForeignKeys() ? Way.COPY : Way.METADATA.orInstant(server().mariadb() && !builds);
    return altering(table, way, builds, parent, List.of());
  }

  /** Whether an index begins with the columns of the key, in any order. */
  private static boolean served(TableTraits traits, List<String> columns) {
    return traits.indexes().stream()
        .map(index -> index.columns())
        .anyMatch(
            of ->
                of.size() >= columns.size() && of.subList(0, columns.size()).containsAll(columns));
  }

  @Override
  default Optional<Impact> visit(ConstraintOperation.DropConstraint operation) {
    TableTraits traits = traits(operation.table());
    Optional<Constraint.Kind> kind =
        traits
            .table()
            .flatMap(table -> table.findConstraint(operation.name()))
            .map(constraint -> constraint.definition().kind());
    if (operation.name().equals("PRIMARY")
        || kind.filter(Constraint.Kind.PRIMARY_KEY::equals).isPresent()) {
      boolean copied = server().mariadb() && traits.partitioned();
      return altering(
          operation.table(), keepsKey(operation.table()) && !copied ? Way.REBUILD : Way.COPY);
    }
    if (kind.filter(Constraint.Kind.UNIQUE::equals).isPresent()) {
      return altering(operation.table(), Way.METADATA);
    }
    boolean check = kind.filter(Constraint.Kind.CHECK::equals).isPresent();
    return altering(
        operation.table(),
        Way.METADATA.orInstant((check || server().mariadb()) && server().changesMetadataAtOnce()));
  }

  @Override
  default Optional<Impact> visit(ConstraintOperation.AlterConstraint operation) {
    boolean enforced = !operation.text().toUpperCase(Locale.ROOT).contains("NOT ENFORCED");
    return altering(
        operation.table(),
        enforced ? Way.COPY : Way.METADATA.orInstant(server().changesMetadataAtOnce()));
  }

  @Override
  default Optional<Impact> visit(ConstraintOperation.ValidateConstraint operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ConstraintOperation.RenameConstraint operation) {
    return Optional.empty();
  }
}
