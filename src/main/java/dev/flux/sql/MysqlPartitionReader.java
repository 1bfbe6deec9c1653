package dev.flux.sql;

import dev.flux.sql.TableOperation.ChangePartitions;
import dev.flux.sql.TableOperation.ChangePartitions.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads what MySQL and MariaDB say of partitions (MySQL manual 15.1.9.1, ALTER TABLE Partition
 * Operations).
 */
final class MysqlPartitionReader {
  private static final String[] VERBS = {
    "ADD",
    "DROP",
    "TRUNCATE",
    "REORGANIZE",
    "COALESCE",
    "EXCHANGE",
    "REBUILD",
    "OPTIMIZE",
    "REPAIR",
    "ANALYZE",
    "CHECK",
    "DISCARD",
    "IMPORT",
    "CONVERT"
  };

  private MysqlPartitionReader() {}

  /** Whether an action on partitions stands here. */
  static boolean starts(Tokens tokens) {
    return tokens.is("PARTITION", "BY")
        || tokens.is("REMOVE", "PARTITIONING")
        || (tokens.isAny(VERBS) && tokens.isAhead(1, "PARTITION") && !namesColumn(tokens));
  }

  /** {@code ADD partition int}: a column may have that name where it is quoted alone. */
  private static boolean namesColumn(Tokens tokens) {
    return !tokens.textOf(tokens.at() + 1).equalsIgnoreCase("partition");
  }

  /** The action. */
  static Operation read(Tokens tokens, ObjectName table) {
    int start = tokens.at();
    if (by(tokens)) {
      return new ChangePartitions(
          table, Action.PARTITION_BY, List.of(), Optional.empty(), tokens.textSince(start));
    }
    if (tokens.take("REMOVE", "PARTITIONING")) {
      return new ChangePartitions(
          table, Action.REMOVE_PARTITIONING, List.of(), Optional.empty(), tokens.textSince(start));
    }
    Action action = Action.valueOf(tokens.textOf(start).toUpperCase(Locale.ROOT));
    tokens.skip();
    tokens.expect("PARTITION");
    tokens.takeAny("NO_WRITE_TO_BINLOG", "LOCAL");
    List<String> partitions = new ArrayList<>();
    Optional<ObjectName> other = Optional.empty();
    switch (action) {
      case ADD -> added(tokens);
      case COALESCE -> tokens.skip();
      default -> {
        tokens.takeIfExists();
        names(tokens, partitions);
        other = rest(tokens);
      }
    }
    return new ChangePartitions(table, action, partitions, other, tokens.textSince(start));
  }

  private static void added(Tokens tokens) {
    tokens.takeIfNotExists();
    if (tokens.take("PARTITIONS")) {
      tokens.skip();
    } else {
      definitions(tokens);
    }
  }

  private static void names(Tokens tokens, List<String> partitions) {
    if (tokens.isName() && !tokens.isAny("INTO", "ALL")) {
      do {
        partitions.add(tokens.identifier("a partition name"));
      } while (tokens.takeSymbol(','));
    } else {
      tokens.take("ALL");
    }
  }

  /** INTO (…), WITH TABLE …, TABLESPACE, options of a check. */
  private static Optional<ObjectName> rest(Tokens tokens) {
    if (tokens.take("INTO")) {
      definitions(tokens);
    } else if (tokens.take("WITH", "TABLE") || tokens.take("TO", "TABLE")) {
      ObjectName other = tokens.name("a table name");
      if (!tokens.take("WITHOUT", "VALIDATION")) {
        tokens.take("WITH", "VALIDATION");
      }
      return Optional.of(other);
    } else {
      tokens.takeAny("TABLESPACE");
      while (tokens.takeAny("QUICK", "EXTENDED", "FAST", "MEDIUM", "CHANGED", "USE_FRM")) {
        // Each call takes one.
      }
    }
    return Optional.empty();
  }

  private static void definitions(Tokens tokens) {
    if (tokens.isSymbol('(')) {
      tokens.group().refusePlaceholders();
    } else {
      tokens.expect("PARTITION");
      tokens.refusePlaceholders();
      tokens.skipAll();
    }
  }

  /** PARTITION BY with its partitions, to its end; whether it stands here. */
  static boolean by(Tokens tokens) {
    if (!tokens.take("PARTITION", "BY")) {
      return false;
    }
    method(tokens);
    if (tokens.take("PARTITIONS")) {
      tokens.skip();
    }
    if (tokens.take("SUBPARTITION", "BY")) {
      method(tokens);
      if (tokens.take("SUBPARTITIONS")) {
        tokens.skip();
      }
    }
    if (tokens.isSymbol('(')) {
      tokens.group().refusePlaceholders();
    }
    return true;
  }

  private static void method(Tokens tokens) {
    tokens.take("LINEAR");
    if (tokens.take("SYSTEM_TIME")) {
      while (!tokens.done() && !tokens.isSymbol('(') && !tokens.isAny("PARTITIONS")) {
        tokens.skip();
      }
      return;
    }
    if (!tokens.takeAny("RANGE", "LIST", "HASH", "KEY")) {
      throw tokens.unexpected("RANGE, LIST, HASH or KEY");
    }
    tokens.takeAny("COLUMNS");
    if (tokens.take("ALGORITHM")) {
      tokens.takeOperator("=");
      tokens.skip();
    }
    tokens.skipGroup();
  }
}
