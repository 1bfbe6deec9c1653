package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.flux.engine.Impact;
import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts about operations on columns. */
interface ColumnImpacts
    extends ColumnOperation.Visitor<Optional<ImpactDraft>>, TableReaders, RowWrites {
  /** Where most of them come from. */
  String SOURCE = "PostgreSQL manual, ALTER TABLE; measured";

  private Optional<ImpactDraft> instant(ColumnOperation operation) {
    return Optional.of(locked(operation.table(), ACCESS_EXCLUSIVE, SOURCE));
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.AddColumn operation) {
    ObjectName table = operation.table();
    ColumnDefinition column = operation.column();
    if (Grammar.since(column) > version().major()) {
      return Optional.empty();
    }
    List<ObjectName> reached = reached(table, column.name());
    ImpactDraft draft =
        draft("PostgreSQL manual, ALTER TABLE, Notes; measured").lock(table, ACCESS_EXCLUSIVE);
    if (operation.ifNotExists() && column(table, column.name()).isPresent()) {
      if (!version().atLeast(13)) {
        // What the new column would reference gets its key all the same.
        column.constraints().stream()
            .flatMap(constraint -> constraint.reference().stream())
            .forEach(other -> draft.lock(tree(other.table()), SHARE_ROW_EXCLUSIVE));
      }
      return Optional.of(draft);
    }
    // A CHECK goes to those too that have the column, and since version 18 NOT NULL.
    boolean bound = version().atLeast(18) && column.notNull();
    boolean all = bound || column.has(Constraint.Kind.CHECK);
    draft.lock(all ? tree(table) : reached, ACCESS_EXCLUSIVE);
    if (bound) {
      draft.scan(
          storageOf(table).stream()
              .filter(name -> column(name, column.name()).filter(c -> !c.notNull()).isPresent())
              .toList());
    }
    column.defaultValue().ifPresent(value -> follow(draft, value));
    column.constraints().stream()
        .filter(constraint -> !Grammar.NOT_ENFORCED.matcher(constraint.definition()).find())
        .flatMap(constraint -> constraint.check().stream())
        .forEach(condition -> follow(draft, condition));
    boolean rewrites = rewrites(column, draft);
    if (rewrites) {
      List<ObjectName> longer =
          reached.stream()
              .filter(name -> !partitioned(name) && column(name, column.name()).isEmpty())
              .toList();
      draft.rewrite(longer).build(indexedOf(table).stream().filter(longer::contains).toList());
      hold(draft, column.type());
      column.generated().ifPresent(generated -> follow(draft, generated.expression()));
    }
    boolean unfilled =
        column.notNull() && column.defaultValue().isEmpty() && !column.autoIncrement();
    if (unfilled || column.has(Constraint.Kind.CHECK)) {
      draft.scan(storageOf(table));
    }
    if (column.has(Constraint.Kind.UNIQUE)
        || column.has(Constraint.Kind.PRIMARY_KEY)
        || column.has(Constraint.Kind.EXCLUSION)) {
      // Heirs get the column, and not what is built for it.
      draft.build(partitioned(table) ? storageOf(table) : List.of(table));
    }
    column.constraints().stream()
        .flatMap(constraint -> constraint.reference().stream())
        .map(Constraint.Reference::table)
        .forEach(other -> reference(draft, table, other, column));
    return Optional.of(draft);
  }

  /**
   * The table and what is looked at for the new column: an heir that has it already is left as it
   * is, and passes nothing on.
   */
  private List<ObjectName> reached(ObjectName table, String column) {
    List<ObjectName> found = new ArrayList<>(List.of(table));
    for (Table child : before().childrenOf(table)) {
      boolean has = child.findColumn(column).isPresent();
      found.addAll(has ? List.of(child.name()) : reached(child.name(), column));
    }
    return found;
  }

  /**
   * A foreign key on a column without values has nothing to check; one that says DEFAULT NULL is
   * checked all the same, and finds nothing to look up.
   */
  private void reference(
      ImpactDraft draft, ObjectName table, ObjectName other, ColumnDefinition column) {
    draft.lock(tree(other), SHARE_ROW_EXCLUSIVE);
    boolean always = !version().atLeast(12) && partitioned(table);
    if (always
        || checkedTogether()
        || column.defaultValue().isPresent()
        || column.autoIncrement()
        || column.generated().isPresent()) {
      draft.scan(storedPartitions(table));
    }
    boolean empty =
        column.defaultValue().filter(v -> !v.text().equalsIgnoreCase("null")).isEmpty()
            && !column.autoIncrement()
            && column.generated().isEmpty();
    if (!empty) {
      draft.scan(storedPartitions(other));
    }
  }

  /** Before version 13 a default of one column has the keys of all new columns checked. */
  private boolean checkedTogether() {
    return !version().atLeast(13)
        && statement().stream()
            .anyMatch(
                other ->
                    other instanceof ColumnOperation.AddColumn add
                        && add.column().defaultValue().isPresent());
  }

  /** Whether the values of a new column have to be written to every row. */
  private boolean rewrites(ColumnDefinition column, ImpactDraft draft) {
    if (column.autoIncrement() || column.generated().filter(g -> g.stored()).isPresent()) {
      return true;
    }
    if (column.type().filter(type -> Domains.constrained(type, before())).isPresent()) {
      return true;
    }
    if (column.defaultValue().isEmpty()) {
      return false;
    }
    if (!version().atLeast(11)) {
      return true;
    }
    Volatility.Answer answer = Volatility.of(column.defaultValue().get(), before(), version());
    answer
        .unknown()
        .ifPresent(
            function ->
                draft.assume(
                    "The function `" + function + "` is assumed to be volatile; it was not read."));
    return answer.volatility() == Volatility.VOLATILE;
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.DropColumn operation) {
    ObjectName table = operation.table();
    ImpactDraft draft = locked(table, ACCESS_EXCLUSIVE, SOURCE);
    before()
        .findTable(table)
        .map(known -> Setting.referenced(known.constraintsOn(operation.columnName())))
        .ifPresent(others -> others.forEach(o -> draft.lock(tree(o), ACCESS_EXCLUSIVE)));
    if (operation.cascade()) {
      restingOnAny(table, List.of(operation.columnName()))
          .forEach(child -> draft.lock(child.name(), ACCESS_EXCLUSIVE));
      lockReadersOf(draft, table, operation.columnName());
    }
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.RenameColumn operation) {
    return operation.ofView() && !version().atLeast(13) ? Optional.empty() : instant(operation);
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.ChangeColumnType operation) {
    ObjectName table = operation.table();
    ImpactDraft draft =
        locked(
            table,
            ACCESS_EXCLUSIVE,
            "PostgreSQL manual, ALTER TABLE, SET DATA TYPE and Notes; measured");
    operation.using().ifPresent(using -> follow(draft, using));
    hold(draft, Optional.of(operation.type()));
    ImpactDraft changed = new ColumnTypeImpact(this, operation, draft).impact();
    if (changed.impact().blocking() == Impact.Blocking.BUILD) {
      before()
          .findTable(table)
          .map(known -> known.indexesUsing(operation.columnName()))
          .ifPresent(indexes -> compute(changed, indexes));
    }
    return Optional.of(changed);
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.ModifyColumn operation) {
    return Optional.empty();
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.SetNotNull operation) {
    ObjectName table = operation.table();
    String source = "PostgreSQL manual, ALTER TABLE, SET NOT NULL; measured";
    Optional<Table> known = before().findTable(table);
    boolean already = column(table, operation.columnName()).filter(Column::notNull).isPresent();
    if (already && partitioned(table) && version().atLeast(12)) {
      // The partitions have it from their parent.
      return Optional.of(draft(source).lock(table, ACCESS_EXCLUSIVE));
    }
    ImpactDraft draft = locked(table, ACCESS_EXCLUSIVE, source);
    if (known.isEmpty()) {
      draft.assume("No validated CHECK is assumed to prove the column not null.");
    }
    return Optional.of(
        draft.scan(
            storageOf(table).stream()
                .filter(name -> !knownNotNull(name, operation.columnName()))
                .toList()));
  }

  /** Partitions and heirs can have NOT NULL, or a CHECK that proves it, without their parent. */
  private boolean knownNotNull(ObjectName table, String column) {
    return column(table, column).filter(Column::notNull).isPresent()
        || (version().atLeast(12) && provenNotNull(table, column));
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.DropNotNull operation) {
    // Since version 18 it drops a constraint, and heirs are reached where there is one.
    boolean nothing =
        version().atLeast(18)
            && column(operation.table(), operation.columnName())
                .filter(column -> !column.notNull())
                .isPresent();
    return nothing
        ? Optional.of(draft(SOURCE).lock(operation.table(), ACCESS_EXCLUSIVE))
        : instant(operation);
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.SetDefault operation) {
    return instant(operation);
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.DropDefault operation) {
    return instant(operation);
  }

  /** Heirs have no part in it, and partitions since version 17. */
  private Optional<ImpactDraft> identity(ColumnOperation operation) {
    ObjectName table = operation.table();
    return Optional.of(
        draft(SOURCE)
            .lock(version().atLeast(17) ? partitions(table) : List.of(table), ACCESS_EXCLUSIVE));
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.AddIdentity operation) {
    return identity(operation);
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.DropIdentity operation) {
    return identity(operation);
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.DropExpression operation) {
    return version().atLeast(13) ? instant(operation) : Optional.empty();
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.SetExpression operation) {
    if (!version().atLeast(17)) {
      return Optional.empty();
    }
    ObjectName table = operation.table();
    boolean virtual =
        column(table, operation.columnName())
            .flatMap(Column::generated)
            .filter(generated -> !generated.stored())
            .isPresent();
    ImpactDraft draft = locked(table, ACCESS_EXCLUSIVE, SOURCE);
    return Optional.of(virtual ? draft : draft.rewrite(storageOf(table)).build(indexedOf(table)));
  }

  @Override
  default Optional<ImpactDraft> visit(ColumnOperation.SetColumnOption operation) {
    if (Grammar.since(operation) > version().major()) {
      return Optional.empty();
    }
    return switch (operation.option()) {
      case STATISTICS -> Optional.of(locked(operation.table(), SHARE_UPDATE_EXCLUSIVE, SOURCE));
      case ATTRIBUTES -> Optional.of(draft(SOURCE).lock(operation.table(), SHARE_UPDATE_EXCLUSIVE));
      case STORAGE, COMPRESSION -> instant(operation);
      case IDENTITY_SEQUENCE -> identity(operation);
      case VISIBILITY -> Optional.empty();
    };
  }
}
