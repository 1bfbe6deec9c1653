package dev.flux.engine.mysql;

import dev.flux.engine.Impact;
import dev.flux.schema.Column;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.Expression;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Facts about operations on columns. */
interface ColumnDdl extends ColumnOperation.Visitor<Optional<Impact>>, IndexDdl {
  /** Each row gets a value of its own from them, so that rows must be written. */
  Set<String> DIFFERENT_EACH_TIME =
      Set.of("uuid", "uuid_short", "uuid_v4", "uuid_v7", "sys_guid", "random_bytes");

  @Override
  default Optional<Impact> visit(ColumnOperation.AddColumn operation) {
    ColumnDefinition column = operation.column();
    TableTraits traits = traits(operation.table());
    int place = place(operation.position(), traits);
    Way way =
        column.generated().isPresent() ? generated(column, traits) : plain(column, traits, place);
    for (Constraint constraint : column.constraints()) {
      way = way.and(inline(constraint, column));
    }
    boolean builds = column.has(Constraint.Kind.UNIQUE) || column.has(Constraint.Kind.PRIMARY_KEY);
    return altering(operation.table(), way, builds, List.of(), List.of());
  }

  private static int place(Optional<ColumnOperation.Position> position, TableTraits traits) {
    return position
        .map(p -> p.after().map(after -> traits.place(after) + 1).orElse(0))
        .orElse(traits.columns().size());
  }

  private Way plain(ColumnDefinition column, TableTraits traits, int place) {
    if (column.autoIncrement()) {
      return Way.LOCKED_REBUILD;
    }
    if (column.defaultValue().filter(this::writesRows).isPresent()) {
      return Way.COPY;
    }
    boolean last = place >= traits.columns().size();
    boolean possible = last ? server().addsLastAtOnce() : server().addsAndDropsAtOnce();
    Way way = Way.REBUILD.orInstant(possible && movesAtOnce(traits));
    return new VirtualColumns(this).moved(traits, way);
  }

  /**
   * MySQL copies for every default in parentheses; MariaDB for those that differ from row to row.
   */
  private boolean writesRows(Expression value) {
    if (!server().mariadb()) {
      return value.text().strip().startsWith("(");
    }
    return !value.names().isEmpty()
        || value.functions().stream().anyMatch(DIFFERENT_EACH_TIME::contains);
  }

  private Way generated(ColumnDefinition column, TableTraits traits) {
    boolean stored = column.generated().orElseThrow().stored();
    return stored || !traits.innodb()
        ? Way.COPY
        : new VirtualColumns(this).added(traits, column.name());
  }

  private Way inline(Constraint constraint, ColumnDefinition column) {
    return switch (constraint.kind()) {
      case UNIQUE, PRIMARY_KEY -> column.generated().isPresent() ? Way.COPY : Way.REBUILD;
      case CHECK ->
          server().mariadb() || !server().checks() || notEnforced(constraint)
              ? Way.INSTANT
              : Way.COPY;
      // MySQL reads REFERENCES behind a column, and forgets it.
      case FOREIGN_KEY ->
          !server().mariadb() ? Way.INSTANT : checksForeignKeys() ? Way.COPY : Way.REBUILD;
      case EXCLUSION, NOT_NULL -> Way.INSTANT;
    };
  }

  /** Whether rows are not compared with the CHECK. */
  static boolean notEnforced(Constraint constraint) {
    return constraint.definition().toUpperCase(java.util.Locale.ROOT).contains("NOT ENFORCED");
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropColumn operation) {
    return new ColumnDrop(this, traits(operation.table()), operation).impact();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.RenameColumn operation) {
    return altering(operation.table(), renamed(traits(operation.table()), operation.columnName()));
  }

  /** A column with another name. */
  default Way renamed(TableTraits traits, String name) {
    boolean referenced = !server().mariadb() && traits.isReferenced(name, before());
    return Way.METADATA.orInstant(server().renamesAtOnce() && !referenced);
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.ModifyColumn operation) {
    TableTraits traits = traits(operation.table());
    Optional<Column> old =
        traits.column(operation.columnName()).filter(column -> column.type().isPresent());
    if (old.isEmpty()) {
      return altering(
          operation.table(),
          Way.COPY,
          false,
          List.of(),
          List.of(
              "`"
                  + operation.columnName()
                  + "` is assumed to change its type, since the history"
                  + " does not tell the old one."));
    }
    return new Modification(this, traits, old.get(), operation).impact();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.SetDefault operation) {
    return metadata(operation);
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropDefault operation) {
    return metadata(operation);
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.SetColumnOption operation) {
    return metadata(operation);
  }

  private Optional<Impact> metadata(ColumnOperation operation) {
    return altering(operation.table(), Way.METADATA.orInstant(server().changesMetadataAtOnce()));
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.ChangeColumnType operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.SetNotNull operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropNotNull operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.AddIdentity operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropIdentity operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.DropExpression operation) {
    return Optional.empty();
  }

  @Override
  default Optional<Impact> visit(ColumnOperation.SetExpression operation) {
    return Optional.empty();
  }
}
