package dev.flux.rollout;

import dev.flux.hazard.ExaminedClause;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.ColumnDefinition.Generated;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is done to an empty copy of a table, and what makes such a copy like the former one again.
 *
 * @param before the table as it is
 * @param after the table once all is done
 * @param there actions of ALTER TABLE for its columns
 * @param back actions for a copy of the table as it is in the end
 */
record Alteration(Table before, Table after, List<String> there, List<String> back) {
  Alteration {
    there = List.copyOf(there);
    back = List.copyOf(back);
  }

  /**
   * What the actions of one statement do; empty where the table is not known, or one of them is
   * none for a copy.
   */
  static Optional<Alteration> of(Situation situation, List<ExaminedClause> clauses) {
    Catalog start = clauses.get(0).before();
    Catalog end = start;
    List<String> there = new ArrayList<>();
    List<String> back = new ArrayList<>();
    for (ExaminedClause clause : clauses) {
      Operation operation = clause.operation();
      if (operation instanceof AddColumn add && isStored(add)) {
        there.add(addColumn(situation, add));
        back.add(0, "DROP COLUMN " + situation.sql(add.columnName()));
      } else if (!excludes(operation)) {
        return Optional.empty();
      }
      end = end.after(operation);
    }
    Optional<Table> before = clauses.get(0).table().flatMap(start::findTable);
    Optional<Table> after = clauses.get(0).table().flatMap(end::findTable);
    return before.isPresent() && after.isPresent()
        ? Optional.of(new Alteration(before.get(), after.get(), there, back))
        : Optional.empty();
  }

  /** Whether the server computes the column and keeps it. */
  static boolean isStored(AddColumn add) {
    return add.column().type().isPresent()
        && add.column().generated().filter(Generated::stored).isPresent();
  }

  /**
   * Whether rows may not be alike in another way. Its index is one of those of the copy; the name
   * that the server would make up for it is not known.
   */
  static boolean excludes(Operation operation) {
    return operation instanceof AddConstraint add
        && add.constraint().kind() == Constraint.Kind.EXCLUSION
        && add.constraint().name().isPresent();
  }

  /** The column alone; its constraints have names that are given to them. */
  private static String addColumn(Situation situation, AddColumn add) {
    String expression = add.column().generated().orElseThrow().expression().text();
    return "ADD COLUMN %s %s%s GENERATED ALWAYS AS (%s) STORED%s"
        .formatted(
            situation.sql(add.columnName()),
            add.column().type().orElseThrow().text(),
            add.column().collation().map(c -> " COLLATE " + situation.sql(c)).orElse(""),
            SqlWords.unqualified(expression, add.table().name()),
            add.column().notNull() ? notNull(situation, add) : "");
  }

  /** Under the name that it would have on the table itself; servers before 18 pass over it. */
  private static String notNull(Situation situation, AddColumn add) {
    String name = add.table().name() + "_" + add.columnName() + "_not_null";
    return " CONSTRAINT %s NOT NULL"
        .formatted(situation.sql(situation.freeName(add.table(), name)));
  }

  /** Constraints of a kind that the table gets. */
  List<TableConstraint> added(Constraint.Kind kind) {
    return after.constraints().stream()
        .filter(constraint -> constraint.definition().kind() == kind)
        .filter(constraint -> before.findConstraint(constraint.name()).isEmpty())
        .toList();
  }
}
