package dev.flux.engine.sqlite;

import dev.flux.engine.ImpactDraft;
import dev.flux.engine.LockMode;
import dev.flux.schema.Table;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Pragma;
import dev.flux.sql.SessionOperation;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Facts about sessions, transactions and upkeep. */
interface SessionAnswers extends SessionOperation.Visitor<Answer>, Setting {
  /** What SQLite has of all the statements that touch no schema. */
  Pattern KNOWN = Pattern.compile("(?is)\\s*(?:attach|detach|explain)\\b.*");

  @Override
  default Answer visit(SessionOperation.SetSetting operation) {
    return Answer.unknownToSqlite("SET");
  }

  @Override
  default Answer visit(SessionOperation.ResetSetting operation) {
    return Answer.unknownToSqlite("RESET");
  }

  @Override
  default Answer visit(SessionOperation.BeginTransaction operation) {
    return nothing("SQLite, Transaction");
  }

  @Override
  default Answer visit(SessionOperation.CommitTransaction operation) {
    return nothing("SQLite, Transaction");
  }

  @Override
  default Answer visit(SessionOperation.RollbackTransaction operation) {
    return nothing("SQLite, Transaction");
  }

  @Override
  default Answer visit(SessionOperation.Savepoint operation) {
    return nothing("SQLite, Savepoints");
  }

  @Override
  default Answer visit(SessionOperation.LockTable operation) {
    return Answer.unknownToSqlite("LOCK TABLE");
  }

  @Override
  default Answer visit(SessionOperation.Maintain operation) {
    if (operation.maintenance() != SessionOperation.Maintain.Kind.ANALYZE) {
      return Answer.unknownToSqlite(operation.maintenance().name());
    }
    List<ObjectName> tables =
        operation.tables().isEmpty()
            ? everyTable()
            : operation.tables().stream()
                .map(name -> before().findRelationOfIndex(name).orElse(name))
                .toList();
    return Answer.does(draft("SQLite, ANALYZE").lock(tables, LockMode.EXCLUSIVE).scan(tables));
  }

  @Override
  default Answer visit(SessionOperation.Session operation) {
    Optional<Pragma> pragma = Pragma.find(operation);
    if (pragma.isPresent()) {
      return Answer.does(pragma(pragma.get()));
    }
    return KNOWN.matcher(operation.text()).matches()
        ? nothing("SQLite, ATTACH DATABASE")
        : Answer.unknownToSqlite("such statement");
  }

  private ImpactDraft pragma(Pragma pragma) {
    ImpactDraft draft = draft("SQLite, PRAGMA Statements, " + pragma.name());
    return switch (pragma.name()) {
      case "integrity_check", "quick_check" -> reads(draft, pragma, everyTable());
      case "foreign_key_check" -> reads(draft, pragma, withForeignKeys());
      case "optimize" ->
          draft
              .lock(everyTable(), LockMode.EXCLUSIVE)
              .scan(everyTable())
              .assume("Every table has changed enough to be analyzed.");
      case "journal_mode", "synchronous" ->
          pragma.value().isPresent() ? draft.outsideOnly() : draft;
      default -> draft;
    };
  }

  private ImpactDraft reads(ImpactDraft draft, Pragma pragma, List<ObjectName> all) {
    List<ObjectName> tables =
        pragma
            .value()
            .filter(value -> !value.matches("\\d+"))
            .map(value -> List.of(ObjectName.of(value)))
            .orElse(all);
    return draft.lock(tables, LockMode.ACCESS_SHARE).scan(tables);
  }

  private List<ObjectName> withForeignKeys() {
    return before().tables().stream()
        .filter(
            table ->
                table.constraints().stream()
                    .anyMatch(c -> c.definition().kind() == Constraint.Kind.FOREIGN_KEY))
        .map(Table::name)
        .toList();
  }
}
