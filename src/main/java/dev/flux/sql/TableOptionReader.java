package dev.flux.sql;

import dev.flux.sql.TableOperation.RewriteTable;
import dev.flux.sql.TableOperation.RewriteTable.Cause;
import dev.flux.sql.TableOperation.SetTableOption;
import dev.flux.sql.TableOperation.SetTableOption.Option;
import java.util.Optional;

/** Reads ALTER TABLE actions that change neither columns nor constraints. */
final class TableOptionReader {
  private final Tokens tokens;
  private final ObjectName table;
  private final int start;

  TableOptionReader(Tokens tokens, ObjectName table) {
    this.tokens = tokens;
    this.table = table;
    this.start = tokens.at();
  }

  Operation read() {
    if (tokens.mysql()) {
      return MysqlTableOptions.read(tokens, table);
    }
    if (!tokens.postgres()) {
      throw unknown();
    }
    if (tokens.take("OWNER", "TO")) {
      tokens.identifier("a role");
      return option(Option.OWNER);
    }
    if (tokens.take("SET")) {
      return setting();
    }
    if (tokens.take("RESET") || tokens.take("OPTIONS")) {
      tokens.skipGroup();
      return option(Option.STORAGE_PARAMETERS);
    }
    if (tokens.isAny("ENABLE", "DISABLE")) {
      return state();
    }
    if (tokens.take("CLUSTER", "ON")) {
      tokens.identifier("an index name");
      return option(Option.CLUSTER_ON);
    }
    if (tokens.take("REPLICA", "IDENTITY")) {
      return replicaIdentity();
    }
    return inheritance();
  }

  private Operation setting() {
    if (tokens.take("TABLESPACE")) {
      tokens.identifier("a tablespace");
      tokens.take("NOWAIT");
      return rewrite(Cause.SET_TABLESPACE);
    }
    if (tokens.take("LOGGED")) {
      return rewrite(Cause.SET_LOGGED);
    }
    if (tokens.take("UNLOGGED")) {
      return rewrite(Cause.SET_UNLOGGED);
    }
    if (tokens.take("ACCESS", "METHOD")) {
      tokens.identifier("an access method");
      return rewrite(Cause.SET_ACCESS_METHOD);
    }
    if (tokens.take("WITHOUT", "CLUSTER")) {
      return option(Option.CLUSTER_ON);
    }
    if (tokens.take("WITHOUT", "OIDS")) {
      return option(Option.OTHER);
    }
    tokens.skipGroup();
    return option(Option.STORAGE_PARAMETERS);
  }

  private Operation state() {
    boolean enable = tokens.take("ENABLE");
    if (!enable) {
      tokens.expect("DISABLE");
    }
    if (tokens.take("ROW", "LEVEL", "SECURITY")) {
      return option(Option.ROW_SECURITY);
    }
    tokens.takeAny("ALWAYS", "REPLICA");
    boolean trigger = tokens.take("TRIGGER");
    if (!trigger) {
      tokens.expect("RULE");
    }
    tokens.identifier("a name");
    return option(trigger ? Option.TRIGGER_STATE : Option.RULE_STATE);
  }

  private Operation replicaIdentity() {
    if (tokens.take("USING", "INDEX")) {
      tokens.identifier("an index name");
    } else if (!tokens.takeAny("DEFAULT", "FULL", "NOTHING")) {
      throw tokens.unexpected("DEFAULT, FULL, NOTHING or USING INDEX");
    }
    return option(Option.REPLICA_IDENTITY);
  }

  private Operation inheritance() {
    if (tokens.take("FORCE", "ROW", "LEVEL") || tokens.take("NO", "FORCE", "ROW")) {
      tokens.take("LEVEL");
      tokens.expect("SECURITY");
      return option(Option.ROW_SECURITY);
    }
    if (tokens.take("INHERIT") || tokens.take("NO", "INHERIT")) {
      tokens.name("a table name");
      return option(Option.INHERIT);
    }
    if (tokens.take("NOT", "OF")) {
      return option(Option.OF_TYPE);
    }
    if (tokens.take("OF")) {
      tokens.name("a type");
      return option(Option.OF_TYPE);
    }
    throw unknown();
  }

  private UnexpectedToken unknown() {
    return tokens.unexpected("an action of ALTER TABLE");
  }

  private Operation option(Option option) {
    return new SetTableOption(table, option, TableOptions.NONE, tokens.textSince(start));
  }

  private Operation rewrite(Cause cause) {
    return new RewriteTable(Optional.of(table), cause, TableOptions.NONE, tokens.textSince(start));
  }
}
