package dev.flux.sql;

import java.util.Optional;

/** Reads {@code ALTER … ALL IN TABLESPACE … SET TABLESPACE …}, which moves many relations. */
final class TablespaceMoveReader {
  private final Tokens tokens;
  private final int start;

  /**
   * @param start the statement's first token
   */
  TablespaceMoveReader(Tokens tokens, int start) {
    this.tokens = tokens;
    this.start = start;
  }

  /** Behind ALTER; empty, and nothing is passed, where another statement stands there. */
  Optional<Operation> find() {
    int at = tokens.at();
    boolean indexes = tokens.take("INDEX");
    boolean rows = !indexes && (tokens.take("TABLE") || tokens.take("MATERIALIZED", "VIEW"));
    if (!(indexes || rows) || !tokens.take("ALL", "IN", "TABLESPACE")) {
      tokens.backTo(at);
      return Optional.empty();
    }
    tokens.identifier("a tablespace");
    if (tokens.take("OWNED", "BY")) {
      tokens.names("a role");
    }
    tokens.expect("SET", "TABLESPACE");
    tokens.identifier("a tablespace");
    tokens.take("NOWAIT");
    tokens.expectEnd();
    String text = tokens.textSince(start);
    return Optional.of(
        rows
            ? new TableOperation.RewriteTable(
                Optional.empty(),
                TableOperation.RewriteTable.Cause.SET_TABLESPACE,
                TableOptions.NONE,
                text)
            : new ObjectOperation.AlterObject(
                ObjectKind.OTHER, ObjectName.of("all indexes of a tablespace"), text));
  }
}
