package dev.flux.sql;

import dev.flux.sql.Script.SourceComment;
import dev.flux.sql.Splitter.Piece;
import dev.flux.sql.Statement.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads SQL text into statements and operations; never throws, whatever the text. */
public final class SqlReader {
  private final String text;
  private final Dialect dialect;
  private final Lines lines;
  private final Splitter splitter;

  private SqlReader(String text, int start, int end, ServerNumber server) {
    this.text = text;
    this.dialect = server.dialect();
    this.lines = new Lines(text, end);
    this.splitter = new Splitter(text, start, end, server);
  }

  /** Reads a whole file. */
  public static Script read(String text, Dialect dialect) {
    return read(text, 0, text.length(), dialect);
  }

  /**
   * Reads one section of a file; places count in the whole file.
   *
   * @param start first character of the section, from 0
   * @param end behind its last character
   */
  public static Script read(String text, int start, int end, Dialect dialect) {
    return read(text, start, end, ServerNumber.newest(dialect));
  }

  /** Reads one section of a file as this server does. */
  public static Script read(String text, int start, int end, ServerNumber server) {
    return new SqlReader(text, start, end, server).script(start, end);
  }

  private Script script(int start, int end) {
    List<Piece> pieces = splitter.split();
    List<Statement> statements = new ArrayList<>(pieces.size());
    pieces.forEach(piece -> statements.add(statement(piece)));
    List<SourceComment> comments = new ArrayList<>();
    int next = 0;
    for (int[] place : splitter.comments()) {
      while (next < pieces.size() && pieces.get(next).end() <= place[0]) {
        next++;
      }
      if (next == pieces.size() || place[1] <= pieces.get(next).start()) {
        comments.add(comment(place));
      }
    }
    return new Script(text, lines.span(start, end), statements, comments);
  }

  private Statement statement(Piece piece) {
    Span span = lines.span(piece.start(), piece.end());
    String sql = span.of(text);
    if (piece.problem().isPresent()) {
      Unreadable whole = new Unreadable(sql, piece.problem().get());
      return new Statement(span, sql, List.of(new Clause(span, whole)), Set.of());
    }
    Tokens tokens = new Tokens(splitter.tokens(), lines, dialect, piece.from(), piece.to());
    Set<ObjectName> alone = OnlyTables.of(tokens);
    return new Statement(span, sql, new StatementReader(tokens).read(), alone);
  }

  private SourceComment comment(int[] place) {
    String written = text.substring(place[0], place[1]);
    String plain =
        written.startsWith("/*")
            ? written.substring(2, written.length() - 2)
            : written.substring(written.startsWith("--") ? 2 : 1);
    return new SourceComment(lines.span(place[0], place[1]), plain.strip());
  }
}
