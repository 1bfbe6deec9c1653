package dev.flux.sql;

import dev.flux.sql.TableOperation.RewriteTable;
import dev.flux.sql.TableOperation.RewriteTable.Cause;
import dev.flux.sql.TableOperation.SetTableOption;
import dev.flux.sql.TableOperation.SetTableOption.Option;
import java.util.Optional;

/** Table options of MySQL and MariaDB, in CREATE TABLE and ALTER TABLE. */
final class MysqlTableOptions {
  private static final String[] NAMED = {
    "AVG_ROW_LENGTH",
    "CHECKSUM",
    "TABLE_CHECKSUM",
    "COMPRESSION",
    "CONNECTION",
    "DELAY_KEY_WRITE",
    "ENCRYPTION",
    "INSERT_METHOD",
    "KEY_BLOCK_SIZE",
    "MAX_ROWS",
    "MIN_ROWS",
    "PACK_KEYS",
    "PASSWORD",
    "STATS_AUTO_RECALC",
    "STATS_PERSISTENT",
    "STATS_SAMPLE_PAGES",
    "TABLESPACE",
    "ENGINE_ATTRIBUTE",
    "PAGE_COMPRESSED",
    "TRANSACTIONAL",
    "ALGORITHM",
    "LOCK",
    "TYPE"
  };

  private MysqlTableOptions() {}

  /** One action of ALTER TABLE: an option, or several without commas; the heaviest counts. */
  static Operation read(Tokens tokens, ObjectName table) {
    int start = tokens.at();
    Optional<Cause> cause = Optional.empty();
    Option option = Option.OTHER;
    if (tokens.take("FORCE")) {
      cause = Optional.of(Cause.FORCE);
    } else if (tokens.take("CONVERT", "TO")) {
      takeCharset(tokens);
      cause = Optional.of(Cause.CONVERT_CHARSET);
    } else if (tokens.takeAny("ENABLE", "DISABLE")) {
      tokens.expect("KEYS");
    } else {
      do {
        Optional<Cause> next = cause(tokens);
        cause = cause.or(() -> next);
        option = tokens.is("COMMENT") ? Option.COMMENT : option;
        option = tokens.is("AUTO_INCREMENT") ? Option.AUTO_INCREMENT : option;
        one(tokens);
      } while (!tokens.done() && !tokens.isSymbol(','));
    }
    String text = tokens.textSince(start);
    return cause.isPresent()
        ? new RewriteTable(Optional.of(table), cause.get(), text)
        : new SetTableOption(table, option, text);
  }

  /** All options behind the columns of CREATE TABLE. */
  static void readAll(Tokens tokens) {
    while (!tokens.done() && !tokens.isAny("PARTITION", "SELECT", "AS", "IGNORE", "REPLACE")) {
      one(tokens);
      tokens.takeSymbol(',');
    }
  }

  private static Optional<Cause> cause(Tokens tokens) {
    if (tokens.is("ENGINE")) {
      return Optional.of(Cause.ENGINE);
    }
    return tokens.is("ROW_FORMAT") ? Optional.of(Cause.ROW_FORMAT) : Optional.empty();
  }

  private static void one(Tokens tokens) {
    boolean byDefault = tokens.take("DEFAULT");
    if (tokens.is("CHARACTER", "SET") || tokens.isAny("CHARSET", "COLLATE")) {
      takeCharset(tokens);
      return;
    }
    if (byDefault) {
      throw tokens.unexpected("CHARACTER SET or COLLATE");
    }
    if (tokens.take("UNION")) {
      tokens.takeOperator("=");
      tokens.skipGroup();
    } else if (tokens.take("DATA", "DIRECTORY")
        || tokens.take("INDEX", "DIRECTORY")
        || tokens.takeAny("ENGINE", "AUTO_INCREMENT", "COMMENT", "ROW_FORMAT")
        || tokens.takeAny(NAMED)) {
      tokens.takeOperator("=");
      if (tokens.is(TokenKind.STRING)) {
        tokens.string("a value");
      } else if (tokens.is(TokenKind.NUMBER)) {
        tokens.skip();
      } else {
        tokens.identifier("a value");
      }
    } else {
      throw tokens.unexpected("an option of the table");
    }
  }

  private static void takeCharset(Tokens tokens) {
    boolean found = false;
    while (tokens.take("CHARACTER", "SET") || tokens.takeAny("CHARSET", "COLLATE")) {
      tokens.takeOperator("=");
      if (tokens.is(TokenKind.STRING)) {
        tokens.string("a character set");
      } else {
        tokens.identifier("a character set");
      }
      found = true;
    }
    if (!found) {
      throw tokens.unexpected("CHARACTER SET");
    }
  }
}
