package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.ParenthesedExpressionList;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.ParenthesedFromItem;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.SelectItem;
import net.sf.jsqlparser.statement.select.Values;

/** A relation of FROM that is one row of constants: a SELECT without FROM, or VALUES. */
final class WrittenRow {
  private final Set<String> names;
  private final Dialect dialect;

  private WrittenRow(Set<String> names, Dialect dialect) {
    this.names = names;
    this.dialect = dialect;
  }

  /**
   * What its columns are; none where it is no such row.
   *
   * @param names that it has in front of its columns
   */
  static List<JoinTerm> constants(FromItem item, Set<String> names, Dialect dialect) {
    WrittenRow row = new WrittenRow(names, dialect);
    if (item instanceof ParenthesedFromItem written
        && written.getFromItem() instanceof Values values
        && item.getAlias() != null) {
      return row.named(only(values), row.columns(item.getAlias()));
    }
    return item instanceof ParenthesedSelect inner
            && inner.getSelect() instanceof PlainSelect plain
            && plain.getFromItem() == null
            && plain.getWhere() == null
        ? row.selected(plain)
        : List.of();
  }

  private List<JoinTerm> selected(PlainSelect plain) {
    List<Expression> values = new ArrayList<>();
    List<String> columns = new ArrayList<>();
    for (SelectItem<?> selected : plain.getSelectItems()) {
      Alias alias = selected.getAlias();
      values.add(selected.getExpression());
      columns.add(alias == null ? "" : QueryNames.fold(alias.getName(), dialect));
    }
    return named(values, columns);
  }

  private List<JoinTerm> named(List<? extends Expression> values, List<String> columns) {
    List<JoinTerm> found = new ArrayList<>();
    for (int i = 0; i < Math.min(values.size(), columns.size()); i++) {
      for (String name : JoinTerm.isConstant(values.get(i), dialect) ? names : Set.<String>of()) {
        JoinTerm.Ref ref = new JoinTerm.Ref(Optional.of(name), columns.get(i));
        found.add(JoinTerm.constant(ref, name + "." + columns.get(i), values.get(i)));
      }
    }
    return found;
  }

  private List<String> columns(Alias alias) {
    return alias.getAliasColumns() == null
        ? List.of()
        : alias.getAliasColumns().stream()
            .map(column -> QueryNames.fold(column.name, dialect))
            .toList();
  }

  /** The values of the one row; none where there are several. */
  private static List<Expression> only(Values values) {
    ExpressionList<?> rows = values.getExpressions();
    if (rows.size() == 1 && rows.get(0) instanceof ParenthesedExpressionList<?> row) {
      return List.copyOf(row);
    }
    boolean several = rows.stream().anyMatch(ParenthesedExpressionList.class::isInstance);
    return several ? List.of() : List.copyOf(rows);
  }
}
