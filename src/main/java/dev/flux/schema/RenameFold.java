package dev.flux.schema;

import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;

/** What RENAME TO and SET SCHEMA of any object do to a catalog. */
interface RenameFold extends ObjectOperation.Visitor<CatalogEdit> {

  /** The changes so far. */
  CatalogEdit edit();

  @Override
  default CatalogEdit visit(ObjectOperation.RenameObject operation) {
    CatalogEdit edit = edit();
    ObjectName name = operation.name();
    return switch (operation.object()) {
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, INDEX, SEQUENCE ->
          Renaming.relation(edit, name, operation.to());
      case TYPE, DOMAIN ->
          edit.path
              .find(name, edit.types)
              .map(type -> renameType(type, type.renamed(operation.to())))
              .orElse(edit);
      case SCHEMA -> renameSchema(name.name(), operation.to());
      case FUNCTION, PROCEDURE, AGGREGATE ->
          edit.path
              .find(name, edit.routines)
              .map(routine -> renameRoutine(routine, routine.renamed(operation.to())))
              .orElse(edit);
      case TRIGGER -> renameTrigger(operation);
      case POLICY -> renameAttached(operation, Attached.Kind.POLICY);
      case RULE -> renameAttached(operation, Attached.Kind.RULE);
      case DATABASE,
          EXTENSION,
          COLLATION,
          OPERATOR,
          CAST,
          ROLE,
          EVENT_TRIGGER,
          LANGUAGE,
          SERVER,
          PUBLICATION,
          SUBSCRIPTION,
          STATISTICS,
          TABLESPACE,
          TEXT_SEARCH,
          OTHER ->
          edit;
    };
  }

  private CatalogEdit renameTrigger(ObjectOperation.RenameObject operation) {
    CatalogEdit edit = renameAttached(operation, Attached.Kind.TRIGGER);
    operation
        .on()
        .ifPresent(
            table ->
                edit.code(code -> code.withoutTriggers(edit.resolve(table)))
                    .change(
                        table,
                        t ->
                            t.withTriggers(
                                Lists.rename(
                                    t.triggers(), operation.name().name(), operation.to()))));
    return edit;
  }

  private CatalogEdit renameAttached(ObjectOperation.RenameObject operation, Attached.Kind kind) {
    CatalogEdit edit = edit();
    operation
        .on()
        .map(edit::resolve)
        .ifPresent(
            relation ->
                edit.changeAttached(
                    relation,
                    made ->
                        made.is(kind, operation.name().name())
                            ? made.named(operation.to())
                            : made));
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.MoveToSchema operation) {
    CatalogEdit edit = edit();
    ObjectName name = operation.name();
    ObjectName to = edit.path.in(operation.schema(), name.name());
    Optional<ObjectName> view = edit.path.find(name, edit.views);
    Optional<ObjectName> sequence = edit.path.find(name, edit.sequences);
    Optional<ObjectName> type = edit.path.find(name, edit.types);
    Optional<ObjectName> routine = edit.path.find(name, edit.routines);
    return switch (operation.object()) {
      case TABLE, FOREIGN_TABLE, VIEW, MATERIALIZED_VIEW, SEQUENCE ->
          view.isPresent()
              ? Renaming.view(edit, view.get(), to)
              : sequence.isPresent()
                  ? Renaming.sequence(edit, sequence.get(), to)
                  : Renaming.table(edit, edit.known(name), to);
      case TYPE, DOMAIN -> type.map(from -> renameType(from, to)).orElse(edit);
      case FUNCTION, PROCEDURE, AGGREGATE ->
          routine.map(from -> renameRoutine(from, to)).orElse(edit);
      case INDEX,
          SCHEMA,
          TRIGGER,
          DATABASE,
          EXTENSION,
          COLLATION,
          OPERATOR,
          CAST,
          ROLE,
          RULE,
          POLICY,
          EVENT_TRIGGER,
          LANGUAGE,
          SERVER,
          PUBLICATION,
          SUBSCRIPTION,
          STATISTICS,
          TABLESPACE,
          TEXT_SEARCH,
          OTHER ->
          edit;
    };
  }

  private CatalogEdit renameRoutine(ObjectName from, ObjectName to) {
    CatalogEdit edit = edit();
    edit.routines =
        edit.routines.plus(to, edit.routines.getOrDefault(from, "volatile")).minus(from);
    return edit.code(code -> code.without(from).withoutTriggersBy(from));
  }

  private CatalogEdit renameType(ObjectName from, ObjectName to) {
    CatalogEdit edit = edit();
    edit.changeAll(
        table ->
            table.columns().stream().anyMatch(c -> Removal.isOf(edit, c, from))
                ? table.withColumns(
                    Lists.map(
                        table.columns(), c -> Removal.isOf(edit, c, from) ? retyped(c, to) : c))
                : table);
    Optional.ofNullable(edit.types.get(from))
        .ifPresent(type -> edit.types = edit.types.minus(from).plus(to, type.named(to)));
    return edit;
  }

  private static Column retyped(Column column, ObjectName to) {
    Optional<SqlType> type = column.type().map(old -> TypeNames.named(old, to));
    return type.map(column::ofType).orElse(column);
  }

  private CatalogEdit renameSchema(String from, String to) {
    CatalogEdit edit = edit();
    for (Table table : List.copyOf(edit.tables.values())) {
      if (SearchPath.schemaOf(table.name()).equals(from)) {
        Renaming.table(edit, edit.known(table.name()), edit.path.in(to, table.name().name()));
      }
    }
    for (ObjectName view : List.copyOf(edit.views.keySet())) {
      if (SearchPath.schemaOf(view).equals(from)) {
        Renaming.view(edit, view, edit.path.in(to, view.name()));
      }
    }
    for (ObjectName type : List.copyOf(edit.types.keySet())) {
      if (SearchPath.schemaOf(type).equals(from)) {
        renameType(type, edit.path.in(to, type.name()));
      }
    }
    edit.schemas = edit.schemas.minus(from).plus(to);
    return edit;
  }
}
