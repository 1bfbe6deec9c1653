package dev.flux.schema;

import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.ObjectName;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What operations on constraints do to a catalog. */
interface ConstraintFold extends ConstraintOperation.Visitor<CatalogEdit> {

  /** The changes so far. */
  CatalogEdit edit();

  @Override
  default CatalogEdit visit(ConstraintOperation.AddConstraint operation) {
    TableParts parts = new TableParts(edit());
    Table parent = edit().known(operation.table());
    String name = operation.constraint().name().orElse("");
    edit().write(texts -> texts.change(parent.name(), text -> text.plus(operation.constraint())));
    return edit()
        .changeTree(
            operation.table(),
            t ->
                t.findConstraint(name).isPresent()
                        || !(t.name().equals(parent.name())
                            || TableParts.passesOn(operation.constraint(), t))
                    ? t
                    : parts.add(
                        t,
                        t.name().equals(parent.name()) || !ownsIndex(operation.constraint())
                            ? operation.constraint()
                            : Constraints.unnamed(operation.constraint())));
  }

  private static boolean ownsIndex(Constraint constraint) {
    return switch (constraint.kind()) {
      case PRIMARY_KEY, UNIQUE, EXCLUSION -> true;
      case FOREIGN_KEY, CHECK, NOT_NULL -> false;
    };
  }

  @Override
  default CatalogEdit visit(ConstraintOperation.ValidateConstraint operation) {
    return edit()
        .changeTree(
            operation.table(),
            table -> {
              Table changed =
                  table.withConstraints(
                      Lists.map(
                          table.constraints(),
                          c -> c.name().equals(operation.name()) ? c.asValidated() : c));
              return notNull(changed, operation.name(), true);
            });
  }

  /** A NOT NULL constraint by name is what makes its column so. */
  private static Table notNull(Table table, String constraint, boolean notNull) {
    Optional<TableConstraint> found =
        table
            .findConstraint(constraint)
            .filter(c -> c.definition().kind() == Constraint.Kind.NOT_NULL);
    Table changed = table;
    for (String column : found.map(c -> c.definition().columns()).orElse(List.of())) {
      changed = changed.changeColumn(column, c -> c.withNotNull(notNull));
    }
    return changed;
  }

  @Override
  default CatalogEdit visit(ConstraintOperation.DropConstraint operation) {
    CatalogEdit edit = edit();
    Table table = edit.known(operation.table());
    Optional<TableConstraint> gone = table.findConstraint(operation.name());
    edit.write(texts -> texts.withoutConstraint(table.name(), operation.name()));
    if (operation.cascade()) {
      gone.filter(c -> ownsIndex(c.definition()))
          .ifPresent(key -> dropReferencesTo(table, key.definition()));
    }
    return edit.changeTree(
        operation.table(),
        t ->
            notNull(t, operation.name(), false)
                .withoutConstraints(
                    c ->
                        c.name().equals(operation.name())
                            || (!t.name().equals(table.name())
                                && gone.filter(key -> isPartOf(c, key)).isPresent())));
  }

  /** A key of a partition has a name of its own beside that of the whole. */
  private static boolean isPartOf(TableConstraint own, TableConstraint whole) {
    return ownsIndex(whole.definition())
        && own.definition().kind() == whole.definition().kind()
        && own.definition().columns().equals(whole.definition().columns());
  }

  private void dropReferencesTo(Table table, Constraint key) {
    ObjectName name = table.name();
    HashSet<String> columns = new HashSet<>(key.columns());
    edit()
        .changeAll(
            t ->
                t.withoutConstraints(
                    c ->
                        c.definition()
                            .reference()
                            .filter(r -> r.table().equals(name))
                            .map(r -> r.columns().isEmpty() ? table.primaryKey() : r.columns())
                            .filter(to -> columns.equals(new HashSet<>(to)))
                            .isPresent()));
  }

  @Override
  default CatalogEdit visit(ConstraintOperation.RenameConstraint operation) {
    return edit()
        .change(operation.table(), t -> Renaming.constraint(t, operation.name(), operation.to()));
  }

  @Override
  default CatalogEdit visit(ConstraintOperation.AlterConstraint operation) {
    return edit();
  }
}
