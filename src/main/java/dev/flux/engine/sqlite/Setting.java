package dev.flux.engine.sqlite;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;

/** The schema and the version in which an operation runs, and what many answers share. */
interface Setting {
  /** The one lock of a file. */
  String ONE_WRITER = "SQLite, File Locking And Concurrency; Write-Ahead Logging";

  /** The schema as of the operation. */
  Catalog before();

  /** The version of the library that runs it. */
  EngineVersion version();

  /** An impact that locks nothing yet. */
  default ImpactDraft draft(String source) {
    return new ImpactDraft(before(), source);
  }

  /** It writes, and the table is what it writes. */
  default ImpactDraft writes(ObjectName table, String source) {
    return draft(source).lock(table, LockMode.EXCLUSIVE);
  }

  /** It touches no existing table. */
  default Answer nothing(String source) {
    return Answer.does(draft(source));
  }

  /** Whether a view has the name. */
  default boolean isView(ObjectName name) {
    return before().findTable(name).isEmpty() && before().findView(name).isPresent();
  }

  /** Whether rows must be reckoned with: only a table of the same change has none. */
  default boolean populated(ObjectName table) {
    return !before().isNew(table);
  }

  /** Every table that is known. */
  default List<ObjectName> everyTable() {
    return before().tables().stream().map(Table::name).toList();
  }

  /** Whether the session checks foreign keys; empty where no PRAGMA said. */
  default Optional<Boolean> foreignKeys() {
    return before().findSetting("foreign_keys").map("on"::equals);
  }

  /** The name in the words of a message. */
  static String code(Object name) {
    return "`" + name + "`";
  }
}
