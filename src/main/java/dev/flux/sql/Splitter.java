package dev.flux.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a text into statements. A separator inside a string, a comment, the parentheses of CREATE
 * RULE or the body of a routine or trigger does not cut.
 */
final class Splitter {
  /** DEFINER and other clauses stand between CREATE and the word that says what is created. */
  private static final int LONGEST_CREATE_HEAD = 16;

  /**
   * One statement.
   *
   * @param from its first token
   * @param to behind its last token
   * @param start its first character, that of a conditional comment around it included
   * @param end behind its last character, the rows behind COPY … FROM STDIN included
   * @param problem why it is no statement, where the text itself is broken
   */
  record Piece(int from, int to, int start, int end, Optional<String> problem) {}

  private enum Body {
    NONE,
    /** A routine or trigger: statements between BEGIN and END. */
    BLOCK,
    /** A rule: statements between parentheses. */
    PARENTHESES
  }

  private final Dialect dialect;
  private final Tokenizer tokenizer;
  private final TokenList tokens;
  private final List<Piece> pieces = new ArrayList<>();
  private int first;
  private int start;
  private int end;
  private int depth;
  private Body body = Body.NONE;

  Splitter(String text, int start, int end, ServerNumber server) {
    this.dialect = server.dialect();
    this.tokenizer = new Tokenizer(text, start, end, server);
    this.tokens = tokenizer.tokens();
    this.start = -1;
  }

  TokenList tokens() {
    return tokens;
  }

  List<int[]> comments() {
    return tokenizer.comments();
  }

  List<Piece> split() {
    while (tokenizer.next()) {
      accept(tokens.size() - 1);
    }
    cut(Optional.empty());
    return pieces;
  }

  private void accept(int last) {
    switch (tokens.kind(last)) {
      case SEPARATOR -> separator(last);
      case CONDITIONAL_OPEN, CONDITIONAL_CLOSE -> {
        if (start >= 0 || tokens.kind(last) == TokenKind.CONDITIONAL_OPEN) {
          extend(last);
        }
        tokens.dropLast();
      }
      case UNTERMINATED -> {
        extend(last);
        cut(Optional.of(unterminated(last)));
      }
      case CLIENT_COMMAND -> clientCommand(last);
      case PLACEHOLDER -> placeholder(last);
      case WORD -> word(last);
      default -> {
        extend(last);
        if (body == Body.PARENTHESES) {
          depth += tokens.isSymbol(last, '(') ? 1 : tokens.isSymbol(last, ')') ? -1 : 0;
        }
      }
    }
  }

  private void separator(int last) {
    if (depth > 0 && tokens.text(last).equals(";")) {
      extend(last);
      return;
    }
    tokens.dropLast();
    if (copiesFromInput()) {
      end = tokenizer.skipCopiedRows();
    }
    cut(Optional.empty());
  }

  private boolean copiesFromInput() {
    int size = tokens.size();
    if (dialect != Dialect.POSTGRESQL || size - first < 4 || !tokens.isWord(first, "COPY")) {
      return false;
    }
    for (int i = first + 1; i + 1 < size; i++) {
      if (tokens.isWord(i, "FROM") && tokens.isWord(i + 1, "STDIN")) {
        return true;
      }
    }
    return false;
  }

  private void clientCommand(int last) {
    TokenKind kind = tokens.kind(last);
    int from = tokens.start(last);
    int to = tokens.end(last);
    tokens.dropLast();
    cut(Optional.empty());
    tokens.add(kind, from, to);
    extend(last);
    String command = tokens.text(last).split("\\s", 2)[0];
    String client = dialect == Dialect.SQLITE ? "the shell of SQLite" : "psql";
    cut(Optional.of("`" + command + "` is a command to " + client + ", not SQL"));
  }

  private void placeholder(int last) {
    extend(last);
    if (last == first && tokenizer.atLineEnd()) {
      cut(Optional.of(placeholderReason(tokens.text(last))));
    }
  }

  /** Why a statement with a placeholder cannot be read. */
  static String placeholderReason(String placeholder) {
    return "what `" + placeholder + "` stands for is not known here";
  }

  private void word(int last) {
    if (last == first && mysql() && tokens.isWord(last, "DELIMITER")) {
      tokens.dropLast();
      tokenizer.takeDelimiter();
      return;
    }
    extend(last);
    if (body == Body.BLOCK) {
      block(last);
    } else if (last == first + 2 && beginsBlock()) {
      body = Body.BLOCK;
      depth = 1;
    } else if (body == Body.NONE
        && last > first
        && last - first < LONGEST_CREATE_HEAD
        && tokens.isWord(first, "CREATE")) {
      body = bodyOf(last);
    }
  }

  /** A block that stands for itself, of MariaDB. */
  private boolean beginsBlock() {
    return dialect == Dialect.MARIADB
        && tokens.isWord(first, "BEGIN")
        && tokens.isWord(first + 1, "NOT")
        && tokens.isWord(first + 2, "ATOMIC");
  }

  private Body bodyOf(int last) {
    boolean trigger = tokens.isWord(last, "TRIGGER");
    boolean routine = tokens.isWord(last, "FUNCTION") || tokens.isWord(last, "PROCEDURE");
    boolean block =
        switch (dialect) {
          case POSTGRESQL -> routine;
          case SQLITE -> trigger;
          case MYSQL, MARIADB -> routine || trigger || tokens.isWord(last, "EVENT");
        };
    boolean rule = dialect == Dialect.POSTGRESQL && tokens.isWord(last, "RULE");
    return block ? Body.BLOCK : rule ? Body.PARENTHESES : Body.NONE;
  }

  /** BEGIN and CASE open, END closes; END IF and the like close what was not counted. */
  private void block(int last) {
    if (tokens.isWord(last - 1, "END") && endsUncounted(last)) {
      depth++;
    } else if (depth == 0) {
      boolean opens =
          dialect == Dialect.POSTGRESQL
              ? tokens.isWord(last, "ATOMIC") && tokens.isWord(last - 1, "BEGIN")
              : tokens.isWord(last, "BEGIN");
      depth = opens ? 1 : 0;
    } else if (tokens.isWord(last, "BEGIN")
        || (tokens.isWord(last, "CASE") && !tokens.isWord(last - 1, "END"))) {
      depth++;
    } else if (tokens.isWord(last, "END")) {
      depth--;
    }
  }

  private boolean endsUncounted(int last) {
    return mysql()
        && (tokens.isWord(last, "IF")
            || tokens.isWord(last, "FOR")
            || tokens.isWord(last, "WHILE")
            || tokens.isWord(last, "LOOP")
            || tokens.isWord(last, "REPEAT"));
  }

  private boolean mysql() {
    return dialect == Dialect.MYSQL || dialect == Dialect.MARIADB;
  }

  private String unterminated(int last) {
    String text = tokens.text(last);
    String opening = text.startsWith("/*") ? "comment" : "quote";
    String sign = text.substring(0, text.startsWith("/*") ? 2 : 1);
    return "the " + opening + " `" + sign + "` that opens here never ends";
  }

  private void extend(int last) {
    if (start < 0) {
      start = tokens.start(last);
    }
    end = tokens.end(last);
  }

  private void cut(Optional<String> problem) {
    if (tokens.size() > first) {
      pieces.add(new Piece(first, tokens.size(), start, end, problem));
    }
    first = tokens.size();
    start = -1;
    depth = 0;
    body = Body.NONE;
  }
}
