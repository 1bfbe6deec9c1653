package dev.flux.engine.mysql;

import dev.flux.engine.EngineFacts;
import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.Operation;
import dev.flux.sql.Unreadable;
import java.util.List;
import java.util.Optional;

/**
 * What an operation does to a live MySQL 5.7 to 8.4 or MariaDB 10.6 to 11.
 *
 * <p>Metadata locks are told in the modes of PostgreSQL that block the same. Every DDL takes the
 * exclusive one for an instant: it waits for every open transaction on the table, and all others
 * wait behind it.
 */
public final class MysqlFacts implements EngineFacts {
  private final Dialect dialect;

  /**
   * Facts about one of the two.
   *
   * @param dialect MYSQL or MARIADB
   */
  public MysqlFacts(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public Optional<Impact> impact(Operation operation, Catalog before, EngineVersion version) {
    return impact(operation, new Whole(List.of(operation), before), before, version);
  }

  @Override
  public Optional<Impact> impact(
      Operation operation, Whole statement, Catalog before, EngineVersion version) {
    Server server = new Server(dialect, version);
    return operation.accept(new MysqlImpacts(before, server, statement));
  }

  /** The impact of each operation; one interface per group of operations. */
  private record MysqlImpacts(Catalog before, Server server, Whole statement)
      implements Operation.Visitor<Optional<Impact>>,
          ColumnDdl,
          ConstraintDdl,
          TableDdl,
          ObjectImpacts,
          RowImpacts {

    @Override
    public Optional<Impact> visit(Unreadable operation) {
      return Optional.empty();
    }
  }
}
