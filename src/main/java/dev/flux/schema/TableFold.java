package dev.flux.schema;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What operations on whole tables do to a catalog. */
interface TableFold extends TableOperation.Visitor<CatalogEdit> {

  /** The changes so far. */
  CatalogEdit edit();

  @Override
  default CatalogEdit visit(TableOperation.CreateTable operation) {
    CatalogEdit edit = edit();
    ObjectName name =
        operation.temporary()
            ? edit.path.in(SearchPath.TEMPORARY, operation.table().name())
            : edit.path.created(operation.table());
    Table old = edit.tables.get(name);
    if (old != null && old.era() != Table.ASSUMED && operation.ifNotExists()) {
      return edit;
    }
    int era = old != null && operation.ifNotExists() ? Table.ASSUMED : edit.era;
    if (old != null) {
      edit.put(old.withConstraints(List.of()).withIndexes(List.of()));
    }
    return new TableCreation(edit, operation, name, era).create();
  }

  @Override
  default CatalogEdit visit(TableOperation.DropTable operation) {
    CatalogEdit edit = edit();
    for (ObjectName written : operation.tables()) {
      edit.find(written)
          .ifPresent(
              table -> {
                if (operation.cascade()) {
                  edit.changeAll(t -> t.withoutConstraints(c -> c.references(table.name())));
                  edit.removeReaders(table.name());
                }
                edit.remove(edit.known(table.name()));
              });
    }
    return edit;
  }

  @Override
  default CatalogEdit visit(TableOperation.RenameTable operation) {
    return Renaming.relation(edit(), operation.table(), operation.to());
  }

  @Override
  default CatalogEdit visit(TableOperation.TruncateTable operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(TableOperation.RewriteTable operation) {
    CatalogEdit edit = edit();
    operation
        .table()
        .flatMap(edit::find)
        .map(
            table ->
                operation.cause() == TableOperation.RewriteTable.Cause.CONVERT_CHARSET
                    ? CharacterSets.converted(table)
                    : table)
        .ifPresent(
            table ->
                edit.put(
                    table.withStorage(table.storage().after(operation).with(operation.options()))));
    return edit;
  }

  @Override
  default CatalogEdit visit(TableOperation.SetTableOption operation) {
    CatalogEdit edit = edit();
    edit.find(operation.table())
        .map(table -> CharacterSets.pinned(table, operation.options()))
        .ifPresent(table -> edit.put(table.withStorage(table.storage().with(operation.options()))));
    if (operation.option() == TableOperation.SetTableOption.Option.INHERIT) {
      Inheritance.find(operation.text()).ifPresent(said -> inherit(operation.table(), said));
    }
    return edit;
  }

  private void inherit(ObjectName table, Inheritance said) {
    ObjectName child = edit().known(table).name();
    ObjectName parent = edit().known(said.parent()).name();
    edit().put(edit().known(table));
    if (said.ends()) {
      edit().unlink(parent, child);
    } else {
      edit().link(parent, child);
    }
  }

  @Override
  default CatalogEdit visit(TableOperation.ChooseAlgorithm operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(TableOperation.ChangePartitions operation) {
    CatalogEdit edit = edit();
    return switch (operation.action()) {
      case PARTITION_BY -> edit.change(operation.table(), table -> table.partitioned(true));
      case REMOVE_PARTITIONING -> edit.change(operation.table(), table -> table.partitioned(false));
      case ADD,
          DROP,
          TRUNCATE,
          REORGANIZE,
          COALESCE,
          EXCHANGE,
          REBUILD,
          OPTIMIZE,
          REPAIR,
          ANALYZE,
          CHECK,
          DISCARD,
          IMPORT,
          CONVERT ->
          edit;
    };
  }

  @Override
  default CatalogEdit visit(TableOperation.AttachPartition operation) {
    CatalogEdit edit = edit();
    Table parent = edit.known(operation.parent()).asPartitioned();
    Table partition = edit.known(operation.partition());
    edit.put(parent)
        .put(
            partition
                .partitionOf(Optional.of(parent.name()), operation.defaultPartition())
                .within(Optional.of(operation.bounds())));
    return edit.link(parent.name(), partition.name());
  }

  @Override
  default CatalogEdit visit(TableOperation.DetachPartition operation) {
    CatalogEdit edit = edit();
    Table partition = edit.known(operation.partition());
    edit.unlink(edit.known(operation.parent()).name(), partition.name());
    return edit.put(partition.partitionOf(Optional.empty(), false).within(Optional.empty()));
  }

  /** CREATE TABLE, step by step. */
  record TableCreation(
      CatalogEdit edit, TableOperation.CreateTable operation, ObjectName name, int era) {

    private static final Pattern DEFAULT_PARTITION =
        Pattern.compile(
            "(?i)^\\s*partition\\s+of\\s+[^(\\s]+\\s*"
                + "(?:\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*+\\))*+\\)\\s*)?\\bdefault\\b");

    /** The composite type that gives the columns. */
    private static final Pattern OF_TYPE =
        Pattern.compile("(?i)^\\s*of\\s+(?:\"?\\w+\"?\\.)?\"?(\\w+)\"?");

    CatalogEdit create() {
      Optional<Table> parent = operation.partitionOf().map(edit::known);
      List<Table> sources = new ArrayList<>();
      parent.ifPresent(sources::add);
      operation.parents().forEach(written -> sources.add(edit.known(written)));
      operation.likeTables().forEach(written -> sources.add(edit.known(written)));
      if (edit.caseless() && operation.likeTables().size() == 1) {
        return edit.put(new LikeTable(edit, sources.get(0)).named(name, era));
      }
      Matcher type = OF_TYPE.matcher(operation.definition());
      boolean complete =
          !operation.asQuery() && !type.find() && sources.stream().allMatch(Table::complete);
      Table bare =
          new Table(
              name,
              columns(sources),
              List.of(),
              List.of(),
              complete,
              era,
              operation.partitioned(),
              parent.map(Table::name),
              parent.isPresent() && DEFAULT_PARTITION.matcher(operation.definition()).find(),
              List.of(),
              Storage.of(operation),
              edit.caseless());
      Table table = withConstraints(bare);
      for (Table source : sources) {
        table = withPartsOf(table, source);
      }
      edit.put(table);
      edit.attached = edit.attached.minus(name);
      if (type.reset().find()) {
        edit.attach(
            new Attached(Attached.Kind.OF_TYPE, type.group(1), name, operation.definition()));
      }
      if (!operation.asQuery()) {
        edit.write(texts -> texts.plus(name, WrittenTable.of(operation)));
      }
      parent.ifPresent(p -> edit.put(edit.known(p.name()).asPartitioned()));
      parent.ifPresent(p -> edit.link(p.name(), name));
      operation.parents().forEach(p -> edit.link(edit.known(p).name(), name));
      Sequences.create(edit, table, operation.columns());
      return edit;
    }

    private List<Column> columns(List<Table> sources) {
      boolean like = operation.partitionOf().isEmpty() && operation.parents().isEmpty();
      Map<String, Column> columns = new LinkedHashMap<>();
      for (Table source : sources) {
        for (Column column : source.columns()) {
          columns.computeIfAbsent(column.name(), name -> like ? copied(column) : column);
        }
      }
      for (ColumnDefinition written : operation.columns()) {
        columns.merge(written.name(), Column.of(written), TableCreation::merged);
      }
      return List.copyOf(columns.values());
    }

    /** A column that is inherited and written out too is one column. */
    private static Column merged(Column old, Column written) {
      return new Column(
          old.name(),
          written.type().or(old::type),
          old.notNull() || written.notNull(),
          written.defaultValue().or(old::defaultValue),
          written.generated().or(old::generated),
          old.autoIncrement() || written.autoIncrement(),
          written.attributes());
    }

    private boolean including(String what) {
      String text = operation.definition().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
      return (text.contains("including all") || text.contains("including " + what))
          && !text.contains("excluding " + what);
    }

    private Column copied(Column column) {
      return new Column(
          column.name(),
          column.type(),
          column.notNull(),
          including("defaults") ? column.defaultValue() : Optional.empty(),
          including("generated") ? column.generated() : Optional.empty(),
          including("identity") && column.autoIncrement(),
          column.attributes());
    }

    /** CHECKs come first, then keys, the primary one before the others, then foreign keys. */
    private Table withConstraints(Table bare) {
      List<Constraint> written = new ArrayList<>();
      operation.columns().forEach(column -> written.addAll(of(column)));
      written.addAll(operation.constraints());
      written.sort(Comparator.comparingInt(constraint -> rank(constraint.kind())));
      TableParts parts = new TableParts(edit);
      Table table = bare;
      for (Constraint constraint : written) {
        // A unique constraint on the columns of the primary key is the same index.
        boolean again =
            constraint.kind() == Constraint.Kind.UNIQUE
                && table.primaryKey().equals(constraint.columns());
        // There are no rows yet that NOT VALID would leave unchecked.
        table = again ? table : parts.add(table, Constraints.checked(constraint));
      }
      return table;
    }

    private static int rank(Constraint.Kind kind) {
      return switch (kind) {
        case NOT_NULL, CHECK -> 0;
        case PRIMARY_KEY -> 1;
        case UNIQUE, EXCLUSION -> 2;
        case FOREIGN_KEY -> 3;
      };
    }

    /** What comes with a parent, or with LIKE … INCLUDING. */
    private Table withPartsOf(Table bare, Table source) {
      boolean partition = operation.partitionOf().isPresent();
      boolean like = !partition && operation.parents().isEmpty();
      TableParts parts = new TableParts(edit);
      Table table = bare;
      for (TableConstraint constraint : source.constraints()) {
        table =
            switch (constraint.definition().kind()) {
              case CHECK, NOT_NULL ->
                  (like
                          ? including("constraints")
                          : TableParts.passesOn(constraint.definition(), table))
                      ? table.plus(constraint)
                      : table;
              case FOREIGN_KEY -> partition ? table.plus(constraint) : table;
              case PRIMARY_KEY, UNIQUE, EXCLUSION ->
                  partition || (like && including("indexes"))
                      ? parts.add(table, Constraints.unnamed(constraint.definition()))
                      : table;
            };
      }
      if (partition || (like && including("indexes"))) {
        for (Index index : source.indexes()) {
          table = index.constraint().isPresent() ? table : parts.copy(table, index);
        }
      }
      return table;
    }
  }

  /** The constraints behind a column, with the column's name where the text leaves it out. */
  static List<Constraint> of(ColumnDefinition column) {
    return column.constraints().stream()
        .map(
            c ->
                c.columns().isEmpty() && c.kind() != Constraint.Kind.CHECK
                    ? Constraints.on(c, List.of(column.name()))
                    : c)
        .toList();
  }
}
