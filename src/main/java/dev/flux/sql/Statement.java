package dev.flux.sql;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One statement with its place and what it does.
 *
 * @param span from its first word to its last, without the separator behind it
 * @param sql its exact text
 * @param clauses what it does, in order; never empty; several for an ALTER TABLE with several
 *     actions
 * @param alone tables that it names with ONLY, without their heirs and partitions
 */
public record Statement(Span span, String sql, List<Clause> clauses, Set<ObjectName> alone) {
  private static final Pattern ALTER_IF_EXISTS =
      Pattern.compile(
          "(?is)alter\\s+(?:(?:foreign|materialized)\\s+)?(?:table|view)\\s+if\\s+exists\\b");

  public Statement {
    clauses = List.copyOf(clauses);
    alone = Set.copyOf(alone);
  }

  /**
   * One operation and the stretch that says it: the whole statement, or one action of it.
   *
   * @param span where findings point to
   */
  public record Clause(Span span, Operation operation) {}

  /** The operations alone. */
  public List<Operation> operations() {
    return clauses.stream().map(Clause::operation).toList();
  }

  /**
   * The same statement in a longer text.
   *
   * @param characters that stand there before the text it was read from
   * @param lines that end there before it
   */
  public Statement behind(int characters, int lines) {
    List<Clause> moved =
        clauses.stream()
            .map(each -> new Clause(each.span.behind(characters, lines), each.operation))
            .toList();
    return new Statement(span.behind(characters, lines), sql, moved, alone);
  }

  /** Whether it alters something unless that is not there. */
  public boolean ifExists() {
    return ALTER_IF_EXISTS.matcher(sql).lookingAt();
  }

  /** Whether everything in it was read. */
  public boolean readable() {
    return clauses.stream().noneMatch(clause -> clause.operation() instanceof Unreadable);
  }
}
