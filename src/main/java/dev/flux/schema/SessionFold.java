package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.Pragma;
import dev.flux.sql.SessionOperation;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pcollections.HashTreePMap;

/** What settings and transactions do: names resolve differently, changes are undone. */
interface SessionFold extends SessionOperation.Visitor<CatalogEdit> {
  /** Switches of SQLite that change what later statements do. */
  Set<String> PRAGMAS = Set.of("foreign_keys", "legacy_alter_table", "defer_foreign_keys");

  /** The changes so far. */
  CatalogEdit edit();

  private boolean undoable() {
    return edit().dialect == Dialect.POSTGRESQL || edit().dialect == Dialect.SQLITE;
  }

  @Override
  default CatalogEdit visit(SessionOperation.SetSetting operation) {
    CatalogEdit edit = edit();
    String name = operation.name().equals("time zone") ? "timezone" : operation.name();
    if (operation.scope() == SessionOperation.SetSetting.Scope.LOCAL) {
      Optional<String> outside = Optional.ofNullable(edit.settings.get(name));
      edit.transaction = edit.transaction.map(open -> open.withLocal(name, outside));
    }
    edit.settings = edit.settings.plus(name, operation.value());
    return edit;
  }

  @Override
  default CatalogEdit visit(SessionOperation.ResetSetting operation) {
    CatalogEdit edit = edit();
    edit.settings =
        operation.name().equals("all")
            ? HashTreePMap.empty()
            : edit.settings.minus(operation.name());
    return edit;
  }

  @Override
  default CatalogEdit visit(SessionOperation.BeginTransaction operation) {
    CatalogEdit edit = edit();
    if (undoable() && edit.transaction.isEmpty()) {
      edit.transaction = Optional.of(OpenTransaction.at(edit.contents()));
    }
    return edit;
  }

  @Override
  default CatalogEdit visit(SessionOperation.CommitTransaction operation) {
    CatalogEdit edit = edit();
    edit.transaction.ifPresent(
        open -> {
          for (Map.Entry<String, Optional<String>> local : open.outside().entrySet()) {
            edit.settings =
                local
                    .getValue()
                    .map(value -> edit.settings.plus(local.getKey(), value))
                    .orElseGet(() -> edit.settings.minus(local.getKey()));
          }
        });
    edit.transaction = Optional.empty();
    return edit;
  }

  @Override
  default CatalogEdit visit(SessionOperation.RollbackTransaction operation) {
    CatalogEdit edit = edit();
    edit.transaction.ifPresent(open -> edit.restore(open.start()));
    edit.transaction = Optional.empty();
    return edit;
  }

  @Override
  default CatalogEdit visit(SessionOperation.Savepoint operation) {
    CatalogEdit edit = edit();
    if (!undoable()) {
      return edit;
    }
    String name = operation.name();
    if (operation.sets()) {
      // Outside BEGIN the tool's own transaction is the one that is open.
      OpenTransaction open = edit.transaction.orElseGet(() -> OpenTransaction.at(edit.contents()));
      edit.transaction = Optional.of(open.withSavepoint(name, edit.contents()));
    } else if (operation.goesBack()) {
      edit.transaction
          .flatMap(open -> Optional.ofNullable(open.savepoints().get(name)))
          .ifPresent(edit::restore);
    }
    return edit;
  }

  @Override
  default CatalogEdit visit(SessionOperation.LockTable operation) {
    return edit();
  }

  @Override
  default CatalogEdit visit(SessionOperation.Maintain operation) {
    return edit();
  }

  /** What a PRAGMA sets is a setting; foreign_keys does nothing in a transaction. */
  @Override
  default CatalogEdit visit(SessionOperation.Session operation) {
    CatalogEdit edit = edit();
    if (edit.dialect == Dialect.SQLITE) {
      Pragma.find(operation)
          .filter(pragma -> edit.transaction.isEmpty() || !pragma.name().equals("foreign_keys"))
          .filter(pragma -> PRAGMAS.contains(pragma.name()))
          .ifPresent(
              pragma ->
                  pragma
                      .value()
                      .ifPresent(
                          value ->
                              edit.settings =
                                  edit.settings.plus(pragma.name(), pragma.off() ? "off" : "on")));
    }
    return edit;
  }
}
