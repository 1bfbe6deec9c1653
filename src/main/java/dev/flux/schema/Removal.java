package dev.flux.schema;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.Optional;
import java.util.Set;

/** DROP of types, sequences and schemas, and what CASCADE takes along. */
final class Removal {
  private static final Set<ObjectKind> TYPES = Set.of(ObjectKind.TYPE, ObjectKind.DOMAIN);

  private Removal() {}

  static CatalogEdit drop(CatalogEdit edit, ObjectOperation.DropObject operation) {
    for (ObjectName written : operation.names()) {
      if (TYPES.contains(operation.object())) {
        edit.path
            .find(written, edit.types)
            .ifPresent(name -> dropType(edit, name, operation.cascade()));
      } else if (operation.object() == ObjectKind.SEQUENCE) {
        edit.path
            .find(written, edit.sequences)
            .ifPresent(name -> edit.sequences = edit.sequences.minus(name));
      } else if (operation.object() == ObjectKind.SCHEMA) {
        dropSchema(edit, written.name());
      } else if (operation.object() == ObjectKind.STATISTICS) {
        dropAttached(edit, Attached.Kind.STATISTICS, written.name());
      } else if (operation.object() == ObjectKind.PUBLICATION) {
        dropAttached(edit, Attached.Kind.PUBLICATION, written.name());
      } else if (operation.object() == ObjectKind.FOREIGN_TABLE) {
        edit.find(written).ifPresent(edit::remove);
      }
    }
    return edit;
  }

  /** Forgets what every relation had of that name. */
  static void dropAttached(CatalogEdit edit, Attached.Kind kind, String name) {
    edit.attached.forEach((relation, made) -> edit.detach(relation, other -> other.is(kind, name)));
  }

  private static void dropType(CatalogEdit edit, ObjectName type, boolean cascade) {
    if (cascade) {
      edit.changeAll(
          table -> {
            Table left = table;
            for (Column column : table.columns()) {
              left = isOf(edit, column, type) ? left.withoutColumn(column.name()) : left;
            }
            return left;
          });
    }
    edit.types = edit.types.minus(type);
  }

  /** Whether the column has the type that a migration created under this name. */
  static boolean isOf(CatalogEdit edit, Column column, ObjectName type) {
    Optional<ObjectName> found =
        column.type().flatMap(written -> edit.path.find(TypeNames.name(written), edit.types));
    return found.filter(type::equals).isPresent();
  }

  private static void dropSchema(CatalogEdit edit, String schema) {
    edit.tables.values().stream()
        .filter(table -> SearchPath.schemaOf(table.name()).equals(schema))
        .forEach(
            table -> {
              edit.changeAll(t -> t.withoutConstraints(c -> c.references(table.name())));
              edit.removeReaders(table.name());
              edit.remove(edit.known(table.name()));
            });
    edit.views =
        edit.views.minusAll(
            edit.views.keySet().stream()
                .filter(name -> SearchPath.schemaOf(name).equals(schema))
                .toList());
    edit.types =
        edit.types.minusAll(
            edit.types.keySet().stream()
                .filter(name -> SearchPath.schemaOf(name).equals(schema))
                .toList());
    edit.schemas = edit.schemas.minus(schema);
  }
}
