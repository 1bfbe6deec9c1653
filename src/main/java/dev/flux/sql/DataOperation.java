package dev.flux.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Operations on rows. */
public sealed interface DataOperation extends Operation {

  /**
   * INSERT, also inside WITH; REPLACE.
   *
   * @param columns as listed; empty where none are
   * @param rows how many VALUES rows are written out; 0 for a query
   * @param values exact text of the values of each row, where a few rows are written out; else none
   * @param reads tables that its query reads
   * @param sources where its query takes rows from, as far as that is told
   * @param functions it calls, in lower case; of many rows, those of the first
   * @param selected exact text of what its query gives each column, where that is one plain SELECT;
   *     a table's {@code *} stands for its columns
   * @param updated columns that ON CONFLICT DO UPDATE sets; empty where it has none
   */
  record Insert(
      ObjectName table,
      List<String> columns,
      Source source,
      int rows,
      List<List<String>> values,
      List<ObjectName> reads,
      List<RowSource> sources,
      List<String> functions,
      boolean onConflict,
      List<String> selected,
      List<String> updated)
      implements DataOperation {
    public Insert {
      functions = List.copyOf(functions);
      columns = List.copyOf(columns);
      values = values.stream().map(List::copyOf).toList();
      reads = List.copyOf(reads);
      sources = List.copyOf(sources);
      selected = List.copyOf(selected);
      updated = List.copyOf(updated);
    }

    /** The same into the columns of the table behind a view. */
    public Insert into(ObjectName other, List<String> its) {
      return new Insert(
          other,
          its,
          source,
          rows,
          values,
          reads,
          sources,
          functions,
          onConflict,
          selected,
          updated);
    }

    /** Where the rows come from. */
    public enum Source {
      VALUES,
      QUERY
    }

    /** The same with its columns said. */
    public Insert into(List<String> columnNames) {
      return into(table, columnNames);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * UPDATE.
   *
   * @param columns that are set
   * @param values what, as SQL, each column is set to, where it has a value of its own
   * @param where empty where every row is meant
   * @param reads other tables that it joins or reads
   * @param inside what else it says of the rows
   */
  record Update(
      ObjectName table,
      List<String> columns,
      Map<String, String> values,
      Optional<Predicate> where,
      List<ObjectName> reads,
      Inside inside)
      implements DataOperation {
    public Update {
      columns = List.copyOf(columns);
      values = Map.copyOf(values);
      reads = List.copyOf(reads);
    }

    /** The same of columns of the table behind a view, and of some of its rows. */
    public Update of(ObjectName other, List<String> its, Optional<Predicate> rows) {
      return new Update(other, its, values, rows, reads, inside.named(table));
    }

    /** The columns that may become something else: those not set to themselves. */
    public List<String> changed() {
      return columns.stream()
          .filter(column -> !isItself(column, values.getOrDefault(column, "")))
          .toList();
    }

    private boolean isItself(String column, String value) {
      ObjectName said = Identifiers.name(value);
      String owner = inside.alias().orElse(table.name());
      return value.matches(Identifiers.NAME)
          && said.name().equals(column)
          && said.schema().filter(name -> !name.equals(owner)).isEmpty();
    }

    /** Those of the columns that are set to NULL. */
    public List<String> cleared() {
      return columns.stream()
          .filter(column -> "null".equalsIgnoreCase(values.getOrDefault(column, "")))
          .toList();
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * DELETE.
   *
   * @param where empty where every row is meant
   * @param inside what else it says of the rows
   */
  record Delete(ObjectName table, Optional<Predicate> where, List<ObjectName> reads, Inside inside)
      implements DataOperation {
    public Delete {
      reads = List.copyOf(reads);
    }

    /** The same of some rows of the table behind a view. */
    public Delete of(ObjectName other, Optional<Predicate> rows) {
      return new Delete(other, rows, reads, inside.named(table));
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * Names inside an UPDATE or DELETE.
   *
   * @param alias of its table, as the engine folds it
   * @param itself whether it reads its table a second time, joined or in a query
   * @param functions it calls, in lower case
   * @param sources where it takes rows from, its table too, as far as that is told
   */
  record Inside(
      Optional<String> alias, boolean itself, List<String> functions, List<RowSource> sources) {
    public Inside {
      functions = List.copyOf(functions);
      sources = List.copyOf(sources);
    }

    Inside named(ObjectName table) {
      return new Inside(alias.or(() -> Optional.of(table.name())), itself, functions, sources);
    }
  }

  /**
   * MERGE INTO.
   *
   * @param alias of its table, as the engine folds it
   * @param columns that its UPDATE sets; empty where it has none
   * @param inserts whether it has an INSERT
   * @param filled columns that its INSERT lists; empty where it lists none
   * @param inserted what, as SQL, they become, where it is a constant
   * @param deletes whether it has a DELETE
   * @param extended whether it says BY SOURCE or BY TARGET, or has RETURNING
   * @param functions it calls, in lower case
   * @param sources where it takes rows from, its table too, as far as that is told
   */
  record Merge(
      ObjectName table,
      Optional<String> alias,
      List<String> columns,
      boolean inserts,
      List<String> filled,
      Map<String, String> inserted,
      boolean deletes,
      boolean extended,
      List<ObjectName> reads,
      List<String> functions,
      List<RowSource> sources)
      implements DataOperation {
    public Merge {
      inserted = Map.copyOf(inserted);
      sources = List.copyOf(sources);
      functions = List.copyOf(functions);
      columns = List.copyOf(columns);
      filled = List.copyOf(filled);
      reads = List.copyOf(reads);
    }

    /** Whether rows that are there already are updated or deleted. */
    public boolean changes() {
      return deletes || !columns.isEmpty();
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * SELECT, TABLE, VALUES as a statement.
   *
   * @param sources where it takes rows from, as far as that is told
   * @param functions it calls, in lower case
   * @param locking whether it has FOR UPDATE or FOR SHARE
   */
  record Query(
      List<ObjectName> reads, List<RowSource> sources, List<String> functions, boolean locking)
      implements DataOperation {
    public Query {
      reads = List.copyOf(reads);
      sources = List.copyOf(sources);
      functions = List.copyOf(functions);
    }

    /** The same planned and not run: it looks at no row. */
    Query planned() {
      return new Query(
          reads, sources.stream().map(RowSource::planned).toList(), functions, locking);
    }

    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** COPY, LOAD DATA. */
  record CopyRows(ObjectName table, boolean from, String text) implements DataOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** CALL, EXECUTE of a procedure. */
  record CallRoutine(ObjectName routine, String text) implements DataOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /**
   * DO: a block of procedural code.
   *
   * @param body source text between its quotes
   */
  record RunBlock(String language, String body) implements DataOperation {
    @Override
    public <R> R accept(Operation.Visitor<R> visitor) {
      return visitor.visit(this);
    }
  }

  /** Names every operation of this group. */
  interface Visitor<R> {
    R visit(Insert operation);

    R visit(Update operation);

    R visit(Delete operation);

    R visit(Merge operation);

    R visit(Query operation);

    R visit(CopyRows operation);

    R visit(CallRoutine operation);

    R visit(RunBlock operation);
  }
}
