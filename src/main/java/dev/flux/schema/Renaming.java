package dev.flux.schema;

import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlWords;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** New names, followed wherever the old ones stand. */
final class Renaming {
  private Renaming() {}

  /** A table, view, index or sequence; ALTER TABLE … RENAME serves them all. */
  static CatalogEdit relation(CatalogEdit edit, ObjectName written, String to) {
    Optional<ObjectName> index = edit.path.find(written, edit.indexes);
    if (edit.find(written).isEmpty()) {
      if (index.isPresent()) {
        return index(edit, index.get(), to);
      }
      Optional<ObjectName> view = edit.path.find(written, edit.views);
      if (view.isPresent()) {
        return view(edit, view.get(), view.get().renamed(to));
      }
      Optional<ObjectName> sequence = edit.path.find(written, edit.sequences);
      if (sequence.isPresent()) {
        return sequence(edit, sequence.get(), sequence.get().renamed(to));
      }
    }
    Table table = edit.known(written);
    return table(edit, table, table.name().renamed(to));
  }

  /** A table under a new name or in a new schema. */
  static CatalogEdit table(CatalogEdit edit, Table table, ObjectName to) {
    ObjectName from = table.name();
    edit.put(table.withIndexes(List.of()).withConstraints(List.of()));
    edit.tables = edit.tables.minus(from);
    edit.gone = edit.gone.plus(from);
    edit.write(texts -> texts.renameTable(from, to));
    edit.moveAttached(from, to);
    String schema = SearchPath.schemaOf(to);
    edit.put(
        inPlace(edit, table, to)
            .named(to)
            .withIndexes(
                Lists.map(table.indexes(), i -> i.named(edit.path.in(schema, i.name().name())))));
    List<ObjectName> children = edit.children.getOrDefault(from, List.of());
    edit.children = edit.children.minus(from);
    for (ObjectName child : children) {
      edit.link(to, child);
      edit.change(
          child,
          t ->
              t.partitionOf(
                  t.partitionOf().map(p -> p.equals(from) ? to : p), t.defaultPartition()));
    }
    table.partitionOf().ifPresent(parent -> edit.unlink(parent, from).link(parent, to));
    edit.changeAll(
        t ->
            t.constraints().stream().anyMatch(c -> c.references(from))
                ? t.withConstraints(
                    Lists.map(t.constraints(), c -> Constraints.followTable(c, from, to)))
                : t);
    edit.sequences.forEach(
        (sequence, owner) -> {
          if (owner.equals(from) && !sequence.equals(from)) {
            edit.sequences = edit.sequences.plus(sequence, to);
          }
        });
    return readers(edit, from, to);
  }

  /** On SQLite a rebuilt table is as old as the one whose place it takes, and has its rows. */
  private static Table inPlace(CatalogEdit edit, Table table, ObjectName to) {
    int era =
        edit.path.find(to, edit.texts.dropped()).map(edit.texts.dropped()::get).orElse(table.era());
    return era < table.era() ? table.ofEra(era) : table;
  }

  static CatalogEdit view(CatalogEdit edit, ObjectName from, ObjectName to) {
    View view = edit.views.get(from);
    if (view == null) {
      return edit;
    }
    edit.moveAttached(from, to);
    edit.views = edit.views.minus(from).plus(to, view.named(to));
    view.indexes().forEach(i -> edit.indexes = edit.indexes.plus(i.name(), to));
    edit.gone = edit.gone.plus(from);
    return readers(edit, from, to);
  }

  private static CatalogEdit readers(CatalogEdit edit, ObjectName from, ObjectName to) {
    for (View view : edit.views.values()) {
      if (view.reads().contains(from)) {
        List<ObjectName> reads = Lists.map(view.reads(), r -> r.equals(from) ? to : r);
        edit.views = edit.views.plus(view.name(), view.reading(reads));
      }
    }
    return edit;
  }

  static CatalogEdit sequence(CatalogEdit edit, ObjectName from, ObjectName to) {
    ObjectName owner = edit.sequences.getOrDefault(from, from);
    edit.sequences = edit.sequences.minus(from).plus(to, owner.equals(from) ? to : owner);
    return edit;
  }

  /** An index, and the constraint that owns it. */
  private static CatalogEdit index(CatalogEdit edit, ObjectName index, String to) {
    ObjectName table = edit.indexes.getOrDefault(index, index);
    View view = edit.views.get(table);
    if (view != null) {
      ObjectName renamed = index.renamed(to);
      edit.indexes = edit.indexes.minus(index).plus(renamed, table);
      List<Index> indexes =
          Lists.map(view.indexes(), i -> i.name().equals(index) ? i.named(renamed) : i);
      edit.views = edit.views.plus(table, view.withIndexes(indexes));
      return edit;
    }
    return edit.change(table, t -> index(t, index.name(), to));
  }

  /** An index of a table, and the constraint that owns it. */
  static Table index(Table table, String from, String to) {
    return table.findIndex(from).flatMap(Index::constraint).isPresent()
        ? constraint(table, from, to)
        : table.withIndexes(
            Lists.map(
                table.indexes(),
                i -> i.name().name().equals(from) ? i.named(i.name().renamed(to)) : i));
  }

  /** A constraint, and the index that it owns. */
  static Table constraint(Table table, String from, String to) {
    return table
        .withConstraints(
            Lists.map(table.constraints(), c -> c.name().equals(from) ? c.named(to) : c))
        .withIndexes(
            Lists.map(
                table.indexes(),
                i ->
                    i.constraint().filter(from::equals).isPresent()
                        ? i.named(i.name().renamed(to)).ownedBy(to)
                        : i));
  }

  /** A column, in its table's constraints and indexes and in foreign keys to it. */
  static CatalogEdit column(CatalogEdit edit, Table table, String written, String to) {
    String from = table.spelled(written);
    edit.write(texts -> texts.renameColumn(table.name(), from, to));
    edit.code(code -> code.withoutTriggers(table.name()));
    edit.changeAttached(table.name(), made -> made.renaming(from, to));
    edit.changeTree(table.name(), t -> columnOf(t, from, to, edit.dialect));
    return edit.changeAll(
        t ->
            t.constraints().stream().anyMatch(c -> c.references(table.name()))
                ? t.withConstraints(
                    Lists.map(t.constraints(), c -> followColumn(c, table.name(), from, to)))
                : t);
  }

  private static Table columnOf(Table table, String from, String to, Dialect dialect) {
    Table renamed = table.changeColumn(from, c -> c.named(to));
    for (Column column : renamed.columns()) {
      if (column.generated().isPresent()) {
        renamed = renamed.changeColumn(column.name(), c -> c.reading(from, to, dialect));
      }
    }
    return renamed
        .withConstraints(
            Lists.map(
                table.constraints(),
                c -> c.with(Constraints.renamed(c.definition(), from, to, dialect))))
        .withIndexes(Lists.map(table.indexes(), i -> columnOf(i, from, to, dialect)));
  }

  private static Index columnOf(Index index, String from, String to, Dialect dialect) {
    if (!index.uses().contains(from)) {
      return index;
    }
    Set<String> uses = new HashSet<>(index.uses());
    uses.remove(from);
    uses.add(to);
    return new Index(
        index.name(),
        Lists.rename(index.columns(), from, to),
        uses,
        index.unique(),
        index.plain(),
        index.method(),
        index.where().map(where -> where.withColumn(from, to, dialect)),
        index.constraint(),
        SqlWords.rename(index.definition(), from, to),
        index.visible());
  }

  private static TableConstraint followColumn(
      TableConstraint c, ObjectName table, String from, String to) {
    Optional<Constraint.Reference> reference =
        c.definition().reference().filter(r -> r.table().equals(table));
    return reference
        .map(
            r ->
                c.with(
                    Constraints.referencing(
                        c.definition(),
                        new Constraint.Reference(
                            table, Lists.rename(r.columns(), from, to), r.actions()))))
        .orElse(c);
  }
}
