package dev.flux.schema;

import dev.flux.schema.WrittenObject.Kind;
import dev.flux.sql.ObjectName;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What {@code sqlite_schema} holds as of a statement: the text of every table, index, trigger and
 * view, which ALTER TABLE edits (SQLite, "ALTER TABLE", chapter 8). Empty for other engines.
 *
 * @param tables by the names of the catalog
 * @param objects by kind and name in lower case
 * @param dropped eras of tables that are gone: one that is renamed to such a name takes its place
 */
record SqliteTexts(
    PMap<ObjectName, WrittenTable> tables,
    PMap<String, WrittenObject> objects,
    PMap<ObjectName, Integer> dropped) {
  static final SqliteTexts NONE =
      new SqliteTexts(HashTreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty());

  private static String key(Kind kind, String name) {
    return kind + " " + name.toLowerCase(Locale.ROOT);
  }

  Optional<WrittenTable> findTable(ObjectName name) {
    return Optional.ofNullable(tables.get(name));
  }

  /** Objects of a kind that belong to a table, by name. */
  List<WrittenObject> of(Kind kind, ObjectName table) {
    return of(kind).stream().filter(o -> o.table().equalsIgnoreCase(table.name())).toList();
  }

  /** Objects of a kind, by name. */
  List<WrittenObject> of(Kind kind) {
    return objects.values().stream()
        .filter(object -> object.kind() == kind)
        .sorted(Comparator.comparing(WrittenObject::name))
        .toList();
  }

  Optional<WrittenObject> find(Kind kind, String name) {
    return Optional.ofNullable(objects.get(key(kind, name)));
  }

  SqliteTexts plus(ObjectName name, WrittenTable table) {
    return new SqliteTexts(tables.plus(name, table), objects, dropped);
  }

  SqliteTexts plus(WrittenObject object) {
    return new SqliteTexts(
        tables, objects.plus(key(object.kind(), object.name()), object), dropped);
  }

  SqliteTexts without(Kind kind, String name) {
    return new SqliteTexts(tables, objects.minus(key(kind, name)), dropped);
  }

  /** Without a table, its indexes and triggers; views that read it stay, and fail. */
  SqliteTexts without(ObjectName table, int era) {
    SqliteTexts left = new SqliteTexts(tables.minus(table), objects, dropped.plus(table, era));
    for (WrittenObject object : objects.values()) {
      if (object.kind() != Kind.VIEW && object.table().equalsIgnoreCase(table.name())) {
        left = left.without(object.kind(), object.name());
      }
    }
    return left;
  }

  SqliteTexts change(ObjectName table, UnaryOperator<WrittenTable> change) {
    return findTable(table).map(text -> plus(table, change.apply(text))).orElse(this);
  }

  /** Without a constraint; where it stands behind a column, the table's text is not known then. */
  SqliteTexts withoutConstraint(ObjectName table, String name) {
    return findTable(table)
        .map(
            text ->
                text.withoutConstraint(name)
                    .map(changed -> plus(table, changed))
                    .orElseGet(() -> new SqliteTexts(tables.minus(table), objects, dropped)))
        .orElse(this);
  }

  /** A table under another name, in every text that names it. */
  SqliteTexts renameTable(ObjectName from, ObjectName to) {
    String old = from.name();
    SqliteTexts changed = this;
    WrittenTable own = tables.get(from);
    if (own != null) {
      changed = new SqliteTexts(tables.minus(from), objects, dropped).plus(to, own);
    }
    for (Map.Entry<ObjectName, WrittenTable> each : changed.tables.entrySet()) {
      WrittenTable renamed = each.getValue().renamedTable(old, to.name());
      changed = renamed.equals(each.getValue()) ? changed : changed.plus(each.getKey(), renamed);
    }
    for (WrittenObject object : objects.values()) {
      String owner = object.table().equalsIgnoreCase(old) ? to.name() : object.table();
      String sql = SqliteWords.renameTable(object.sql(), old, to.name());
      WrittenObject renamed = object.with(owner, sql);
      changed = renamed.equals(object) ? changed : changed.plus(renamed);
    }
    return changed;
  }

  /** A column under another name, in every text that names its table too. */
  SqliteTexts renameColumn(ObjectName table, String from, String to) {
    SqliteTexts changed = change(table, text -> text.renamed(from, to));
    for (WrittenObject object : objects.values()) {
      if (SqliteWords.names(object.sql(), table.name())) {
        String sql = SqliteWords.rename(object.sql(), from, to);
        changed = changed.plus(object.with(object.table(), sql));
      }
    }
    return changed;
  }
}
