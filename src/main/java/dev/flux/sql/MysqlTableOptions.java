package dev.flux.sql;

import dev.flux.sql.TableOperation.RewriteTable;
import dev.flux.sql.TableOperation.RewriteTable.Cause;
import dev.flux.sql.TableOperation.SetTableOption;
import dev.flux.sql.TableOperation.SetTableOption.Option;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Table options of MySQL and MariaDB, in CREATE TABLE and ALTER TABLE. */
final class MysqlTableOptions {
  /** Those that write the table anew, or may. */
  private static final Map<String, Cause> CAUSES =
      Map.of(
          "ENGINE",
          Cause.ENGINE,
          "TYPE",
          Cause.ENGINE,
          "ROW_FORMAT",
          Cause.ROW_FORMAT,
          "ENCRYPTED",
          Cause.ROW_FORMAT,
          "TABLESPACE",
          Cause.SET_TABLESPACE);

  private static final String[] NAMED = {
    "AVG_ROW_LENGTH",
    "CHECKSUM",
    "TABLE_CHECKSUM",
    "COMPRESSION",
    "CONNECTION",
    "DELAY_KEY_WRITE",
    "ENCRYPTION",
    "ENCRYPTED",
    "ENCRYPTION_KEY_ID",
    "IETF_QUOTES",
    "INSERT_METHOD",
    "MAX_ROWS",
    "MIN_ROWS",
    "PACK_KEYS",
    "PASSWORD",
    "SEQUENCE",
    "STATS_AUTO_RECALC",
    "STATS_PERSISTENT",
    "STATS_SAMPLE_PAGES",
    "TABLESPACE",
    "ENGINE_ATTRIBUTE",
    "SECONDARY_ENGINE",
    "SECONDARY_ENGINE_ATTRIBUTE",
    "AUTOEXTEND_SIZE",
    "PAGE_COMPRESSED",
    "PAGE_COMPRESSION_LEVEL",
    "PAGE_CHECKSUM",
    "START",
    "TRANSACTIONAL"
  };

  private final Tokens tokens;
  private Optional<String> engine = Optional.empty();
  private Optional<String> rowFormat = Optional.empty();
  private Optional<String> charset = Optional.empty();
  private Optional<String> collation = Optional.empty();
  private boolean systemVersioned;

  private MysqlTableOptions(Tokens tokens) {
    this.tokens = tokens;
  }

  /** One action of ALTER TABLE: an option, or several without commas; the heaviest counts. */
  static Operation read(Tokens tokens, ObjectName table) {
    return new MysqlTableOptions(tokens).action(table);
  }

  /** All options behind the columns of CREATE TABLE. */
  static TableOptions readAll(Tokens tokens) {
    MysqlTableOptions reader = new MysqlTableOptions(tokens);
    while (!tokens.done()
        && !tokens.isSymbol('(')
        && !tokens.isAny("PARTITION", "SELECT", "AS", "IGNORE", "REPLACE", "VALUES", "TABLE")) {
      reader.one();
      tokens.takeSymbol(',');
    }
    return reader.found();
  }

  /** The value of an option: a word, a number or a string; in lower case. */
  static String value(Tokens tokens) {
    if (tokens.is(TokenKind.STRING)) {
      return tokens.string("a value").toLowerCase(Locale.ROOT);
    }
    if (tokens.is(TokenKind.NUMBER)) {
      String number = tokens.textOf(tokens.at());
      tokens.skip();
      return number;
    }
    return tokens.identifier("a value").toLowerCase(Locale.ROOT);
  }

  private TableOptions found() {
    return new TableOptions(engine, rowFormat, charset, collation, systemVersioned);
  }

  private Operation action(ObjectName table) {
    int start = tokens.at();
    Optional<Cause> cause = Optional.empty();
    Option option = Option.OTHER;
    if (tokens.take("FORCE")) {
      cause = Optional.of(Cause.FORCE);
    } else if (tokens.take("CONVERT", "TO")) {
      takeCharset();
      cause = Optional.of(Cause.CONVERT_CHARSET);
    } else if (tokens.take("ORDER", "BY")) {
      takeOrder();
      cause = Optional.of(Cause.ORDER_BY);
    } else if (tokens.takeAny("ENABLE", "DISABLE")) {
      tokens.expect("KEYS");
      option = Option.KEYS;
    } else if (tokens.takeAny("DISCARD", "IMPORT")) {
      tokens.expect("TABLESPACE");
      option = Option.TABLESPACE;
    } else {
      do {
        Optional<Cause> next = cause();
        cause = cause.or(() -> next);
        option = option == Option.OTHER ? option() : option;
        one();
      } while (!tokens.done() && !tokens.isSymbol(',') && !MysqlPartitionReader.starts(tokens));
    }
    String text = tokens.textSince(start);
    return cause.isPresent()
        ? new RewriteTable(Optional.of(table), cause.get(), found(), text)
        : new SetTableOption(table, option, found(), text);
  }

  private void takeOrder() {
    do {
      tokens.name("a column name");
      tokens.takeAny("ASC", "DESC");
    } while (tokens.isSymbol(',') && isColumnBehindComma() && tokens.takeSymbol(','));
  }

  /** Whether what follows the comma is one more column, and no action. */
  private boolean isColumnBehindComma() {
    Tokens ahead = tokens.copy();
    ahead.skip();
    if (!ahead.isName()) {
      return false;
    }
    ahead.skip();
    ahead.takeAny("ASC", "DESC");
    return ahead.done() || ahead.isSymbol(',');
  }

  private Optional<Cause> cause() {
    return CAUSES.entrySet().stream()
        .filter(entry -> tokens.is(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .or(() -> tokens.is("KEY_BLOCK_SIZE") ? Optional.of(Cause.ROW_FORMAT) : Optional.empty());
  }

  private Option option() {
    if (tokens.is("COMMENT")) {
      return Option.COMMENT;
    }
    if (tokens.is("AUTO_INCREMENT")) {
      return Option.AUTO_INCREMENT;
    }
    return tokens.isAny("DEFAULT", "CHARACTER", "CHARSET", "COLLATE")
        ? Option.CHARSET
        : Option.OTHER;
  }

  private void one() {
    boolean byDefault = tokens.take("DEFAULT");
    if (tokens.is("CHARACTER", "SET") || tokens.isAny("CHARSET", "COLLATE")) {
      takeCharset();
      return;
    }
    if (byDefault) {
      throw tokens.unexpected("CHARACTER SET or COLLATE");
    }
    if (tokens.take("UNION")) {
      tokens.takeOperator("=");
      tokens.skipGroup();
    } else if (tokens.takeAny("ENGINE", "TYPE")) {
      engine = Optional.of(assigned());
    } else if (tokens.take("ROW_FORMAT")) {
      rowFormat = Optional.of(assigned());
    } else if (tokens.take("KEY_BLOCK_SIZE")) {
      boolean none = assigned().equals("0");
      rowFormat = rowFormat.or(() -> none ? Optional.empty() : Optional.of("compressed"));
    } else if (tokens.take("WITH", "SYSTEM")) {
      tokens.expect("VERSIONING");
      systemVersioned = true;
    } else if (tokens.take("DATA", "DIRECTORY")
        || tokens.take("INDEX", "DIRECTORY")
        || tokens.takeAny("AUTO_INCREMENT", "COMMENT")
        || tokens.takeAny(NAMED)) {
      assigned();
      if (tokens.take("STORAGE")) {
        value(tokens);
      }
    } else {
      throw tokens.unexpected("an option of the table");
    }
  }

  private String assigned() {
    tokens.takeOperator("=");
    return value(tokens);
  }

  private void takeCharset() {
    boolean named = false;
    while (true) {
      tokens.take("DEFAULT");
      if (tokens.take("CHARACTER", "SET") || tokens.takeAny("CHARSET")) {
        charset = Optional.of(assigned()).filter(name -> !name.equals("default"));
      } else if (tokens.take("COLLATE")) {
        collation = Optional.of(assigned());
      } else {
        break;
      }
      named = true;
    }
    if (!named) {
      throw tokens.unexpected("CHARACTER SET");
    }
  }
}
