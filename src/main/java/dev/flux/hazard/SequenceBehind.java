package dev.flux.hazard;

import dev.flux.schema.Column;
import dev.flux.sql.ColumnOperation.AddIdentity;
import dev.flux.sql.DataOperation.Insert;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Catches inserts that give the values of a column which a sequence fills, and leave the sequence
 * where it is; and an identity on a column with rows whose sequence begins at 1.
 *
 * <p>In production: the sequence later hands out a value that is taken: the insert of the
 * application fails on the primary key.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: leave the column out, or move the sequence with {@code setval} in the same file.
 *
 * <p>Source: PostgreSQL manual, 9.17 Sequence Manipulation Functions; 8.1.4 Serial Types.
 */
final class SequenceBehind implements Hazard {
  /** The sequence is asked or moved. */
  private static final Pattern SETTLED =
      Pattern.compile("\\bnextval\\b|\\bsetval\\b|\\brestart\\b", Pattern.CASE_INSENSITIVE);

  /** A value that stands for the sequence's next, or cannot come from it. */
  private static final Pattern NO_VALUE =
      Pattern.compile("[(,]\\s*(?:default\\b|-|0+\\s*[,)])", Pattern.CASE_INSENSITIVE);

  private static final Pattern BEGINS =
      Pattern.compile("\\b(?:start|increment)\\b", Pattern.CASE_INSENSITIVE);

  @Override
  public String id() {
    return "sequence-behind";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedClause clause) {
    if (clause.operation() instanceof AddIdentity identity && clause.postgresql()) {
      return ofIdentity(identity, clause);
    }
    return clause.operation() instanceof Insert insert ? ofInsert(insert, clause) : List.of();
  }

  /** The rows of a column that is counted up already have the numbers from 1 on. */
  private List<Finding> ofIdentity(AddIdentity identity, ExaminedClause clause) {
    boolean settled =
        clause.isNew(identity.table())
            || clause.addsColumn(identity.table(), identity.columnName())
            || BEGINS.matcher(identity.text()).find()
            || SETTLED.matcher(clause.script().text()).find();
    return settled
        ? List.of()
        : clause.finding(
            this,
            "An insert of the application fails where the identity hands out a value that is taken",
            "the sequence of "
                + Words.column(identity.table(), identity.columnName())
                + " begins at 1, and rows may have its numbers",
            "Move the sequence with `setval` in the same file.");
  }

  private List<Finding> ofInsert(Insert insert, ExaminedClause clause) {
    if (!clause.postgresql()
        || (insert.columns().isEmpty() && insert.source() == Insert.Source.QUERY)) {
      return List.of();
    }
    List<String> columns =
        clause.findTable(insert.table()).stream()
            .flatMap(table -> table.columns().stream())
            .filter(column -> isGiven(column, insert))
            .map(Column::name)
            .toList();
    // The whole file is read last, for the first insert into a table alone.
    return columns.isEmpty()
            || isRepeated(insert, clause)
            || NO_VALUE.matcher(clause.statement().sql()).find()
            || SETTLED.matcher(clause.script().text()).find()
        ? List.of()
        : clause.finding(
            this,
            "An insert of the application fails once the sequence reaches a value that is taken",
            "the rows bring their own "
                + Words.column(insert.table(), columns.get(0))
                + " and the sequence stays where it is",
            "Leave the column out, or move the sequence with `setval`.");
  }

  private static boolean isGiven(Column column, Insert insert) {
    boolean counted =
        column.autoIncrement()
            || column.defaultValue().filter(v -> v.functions().contains("nextval")).isPresent();
    return counted && (insert.columns().isEmpty() || insert.columns().contains(column.name()));
  }

  /** The first insert into a table speaks for those behind it. */
  private static boolean isRepeated(Insert insert, ExaminedClause clause) {
    return clause
        .earlierInFile()
        .anyMatch(
            earlier ->
                earlier instanceof Insert other
                    && other.table().equals(insert.table())
                    && other.columns().equals(insert.columns()));
  }
}
