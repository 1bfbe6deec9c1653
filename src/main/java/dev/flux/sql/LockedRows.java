package dev.flux.sql;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.schema.Table;
import net.sf.jsqlparser.statement.select.FromItem;
import net.sf.jsqlparser.statement.select.Join;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;

/** The tables whose rows FOR UPDATE and the like lock: those of FROM, or of them behind OF. */
final class LockedRows {
  private LockedRows() {}

  /** Whether the words stand outside all brackets. */
  static boolean outside(Tokens query) {
    Tokens tokens = query.range(query.first(), query.end());
    return toClause(tokens);
  }

  /** Passes over FOR UPDATE or one of its weaker forms. */
  private static boolean toClause(Tokens tokens) {
    while (!tokens.done()) {
      if (tokens.isSymbol('(')) {
        tokens.skipGroup();
      } else if (tokens.take("FOR")) {
        tokens.take("NO");
        tokens.take("KEY");
        if (tokens.takeAny("UPDATE", "SHARE")) {
          return true;
        }
      } else {
        tokens.skip();
      }
    }
    return false;
  }

  static Set<ObjectName> of(PlainSelect select, Tokens query) {
    List<FromItem> items = new ArrayList<>();
    if (select.getFromItem() != null) {
      items.add(select.getFromItem());
    }
    for (Join join : select.getJoins() == null ? List.<Join>of() : select.getJoins()) {
      items.add(join.getFromItem());
    }
    Set<String> said = said(query.range(query.first(), query.end()));
    Set<ObjectName> locked = new HashSet<>();
    for (FromItem item : items) {
      if (said.isEmpty() || said.contains(alias(item, query.dialect()))) {
        locked.addAll(tables(item, query.dialect()));
      }
    }
    return locked;
  }

  /** The names behind OF; none where every table is meant. */
  private static Set<String> said(Tokens tokens) {
    Set<String> names = new HashSet<>();
    boolean every = false;
    while (toClause(tokens)) {
      every |= !tokens.is("OF");
      while (tokens.take("OF") || tokens.takeSymbol(',')) {
        names.add(tokens.name("a table name").name());
      }
    }
    return every ? Set.of() : names;
  }

  private static String alias(FromItem item, Dialect dialect) {
    if (item.getAlias() != null) {
      return QueryNames.fold(item.getAlias().getName(), dialect);
    }
    return item instanceof Table table ? QueryNames.name(table, dialect).name() : "";
  }

  private static List<ObjectName> tables(FromItem item, Dialect dialect) {
    if (item instanceof Table table) {
      return List.of(QueryNames.name(table, dialect));
    }
    return item instanceof Select select ? QueryNames.in(select, dialect).tables() : List.of();
  }
}
