package dev.flux.migration.tool;

import dev.flux.migration.Tool.NewMigration;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Steps cut so that each can be a migration of a tool that sends a file whole. */
final class Pieces {
  private static final Pattern SETTING =
      Pattern.compile("(?:set|reset)\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** How long a statement waits for its lock. */
  private static final Pattern LOCK_TIMEOUT =
      Pattern.compile("set\\s+lock_timeout\\s.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What runs inside a transaction too, and so beside a setting in one message. */
  private static final Pattern INSIDE =
      Pattern.compile(
          "alter\\s+table\\s(?!.*\\bconcurrently\\b).*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern COMMITTED_ALONE =
      Pattern.compile("\\bVALIDATE\\s+CONSTRAINT\\b|\\bADD\\s+VALUE\\b", Pattern.CASE_INSENSITIVE);

  private Pieces() {}

  /**
   * Whether a step may be in one transaction with all others that are pending: what reads a table
   * for long would do so under their locks, and a new label of an enum is used once it is committed
   * (PostgreSQL manual, ALTER TYPE, "Notes").
   */
  static boolean runsAmongOthers(NewMigration step) {
    return step.transactional() && !COMMITTED_ALONE.matcher(step.up()).find();
  }

  /**
   * A step that needs to be outside a transaction becomes one migration for each statement, since
   * PostgreSQL runs several in one message as one transaction. Settings of the session are left out
   * of those: they would not last from one migration to the next. The other engines commit each by
   * itself, and such a step stays whole: what it sets holds for its connection.
   */
  static List<NewMigration> oneStatementEach(NewMigration step, Dialect dialect) {
    if (step.transactional() || dialect != Dialect.POSTGRESQL) {
      return List.of(step);
    }
    List<String> ups = statements(step.up(), dialect);
    if (ups.isEmpty()) {
      return List.of(step);
    }
    List<String> downs = statements(step.down(), dialect);
    List<NewMigration> pieces = new ArrayList<>();
    for (int i = 0; i < ups.size(); i++) {
      String slug = ups.size() == 1 ? step.slug() : step.slug() + "_" + (i + 1);
      int back = ups.size() - 1 - i;
      String down = back < downs.size() ? downs.get(back) : "";
      if (i == 0 && downs.size() > ups.size()) {
        down = String.join("\n", downs.subList(back, downs.size()));
      }
      pieces.add(new NewMigration(slug, ups.get(i), down, false));
    }
    return List.copyOf(pieces);
  }

  /** Each statement with the comments before it and a semicolon, settings left out. */
  private static List<String> statements(String text, Dialect dialect) {
    List<String> statements = new ArrayList<>();
    String timeout = "";
    for (String statement : statements(text, dialect, each -> true)) {
      String sql = SqlReader.read(statement, dialect).statements().get(0).sql();
      if (LOCK_TIMEOUT.matcher(sql).matches()) {
        timeout = statement + "\n";
      } else if (!SETTING.matcher(sql).matches()) {
        boolean inside = !timeout.isEmpty() && INSIDE.matcher(sql).matches();
        statements.add(inside ? timeout + statement + "\nRESET lock_timeout;" : statement);
        timeout = "";
      }
    }
    return statements;
  }

  /** Each of those statements with the comments before it and a semicolon. */
  static List<String> statements(String text, Dialect dialect, Predicate<Statement> wanted) {
    List<String> statements = new ArrayList<>();
    int start = 0;
    for (Statement statement : SqlReader.read(text, dialect).statements()) {
      String withComments = text.substring(start, statement.span().end()).strip();
      start = behindSeparator(text, statement.span().end());
      if (wanted.test(statement)) {
        statements.add(withComments + ";");
      }
    }
    return statements;
  }

  private static int behindSeparator(String text, int end) {
    int at = end;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length() && text.charAt(at) == ';' ? at + 1 : end;
  }

  /**
   * SQL in which each statement with a semicolon inside, such as a block, stands between two lines
   * for tools that cut files at semicolons.
   */
  static String bracketed(String text, Dialect dialect, String begin, String end) {
    if (text.indexOf(';') == text.lastIndexOf(';')) {
      return text;
    }
    StringBuilder bracketed = new StringBuilder();
    int start = 0;
    for (Statement statement : SqlReader.read(text, dialect).statements()) {
      if (statement.sql().contains(";")) {
        int behind = behindSeparator(text, statement.span().end());
        bracketed.append(text, start, statement.span().start());
        bracketed.append(begin).append('\n');
        bracketed.append(text, statement.span().start(), behind);
        bracketed.append('\n').append(end);
        start = behind;
      }
    }
    return bracketed.append(text.substring(start)).toString();
  }

  /**
   * The same for tools that read DELIMITER as the client of MySQL does (MySQL 8.0 manual, 27.1
   * Defining Stored Programs); other engines' SQL stays as it is.
   */
  static String delimited(String text, Dialect dialect) {
    boolean mysql = dialect == Dialect.MYSQL || dialect == Dialect.MARIADB;
    return mysql ? bracketed(text, dialect, "DELIMITER $$", "$$\nDELIMITER ;") : text;
  }

  /** SQL as the whole of a file: one line end behind its last character. */
  static String lines(String sql) {
    return sql.isBlank() ? "" : sql.strip() + "\n";
  }

  /**
   * Without the lines of comments that begin with a tool's own word, which stand in no other place.
   */
  static String without(String sql, String word) {
    return sql.contains(word)
        ? sql.replaceAll("(?m)^[ \\t]*--[ \\t]*" + Pattern.quote(word) + "\\b.*$\\R?", "")
        : sql;
  }

  /** The way back as the whole of a file or section, which says so where there is none. */
  static String back(String sql) {
    return sql.isBlank() ? "-- Nothing goes back.\n" : lines(sql);
  }
}
