package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.ROW_SHARE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Attached;
import dev.flux.schema.Catalog;
import dev.flux.sql.DataOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** SQL inside other statements: bodies of functions, actions of rules, conditions of policies. */
final class Embedded {
  /** The actions of CREATE RULE. */
  private static final Pattern ACTIONS =
      Pattern.compile("(?is)\\bdo\\s+(?:(?:also|instead)\\b)?\\s*(.*)$");

  /** The condition of CREATE RULE. */
  private static final Pattern RULE_CONDITION =
      Pattern.compile("(?is)\\brule\\b.*?\\bto\\s+\\S+\\s+where\\b(.*?)\\bdo\\b");

  private static final Pattern ATOMIC =
      Pattern.compile("(?is)^\\s*begin\\s+atomic\\b(.*)\\bend\\s*;?\\s*$");
  private static final Pattern RETURNED = Pattern.compile("(?is)^\\s*return\\b(.*)$");
  private static final Pattern CONDITION = Pattern.compile("(?i)\\b(?:using|check)\\s*(?=\\()");

  /** What PREPARE has before the statement that it only looks through. */
  private static final Pattern PREPARED =
      Pattern.compile("(?is)prepare\\s+[^\\s(]+\\s*(?:\\([^()]*\\)\\s*)?as\\b(.*)");

  /** What EXPLAIN and DECLARE have before the statement that they plan and do not run. */
  private static final Pattern PLANNED =
      Pattern.compile(
          "(?is)(?:explain\\b(?:\\s*\\([^()]*\\)|\\s+verbose\\b)?"
              + "|declare\\s+\\S+\\s+[\\w\\s]*?cursor\\s+(?:with(?:out)?\\s+hold\\s+)?for\\b)(.*)");

  private static final Pattern STORED =
      Pattern.compile(
          "(?is).*?\\bas\\s*(\\(?)\\s*((?:select|with|table)\\b.*?)(\\)?)"
              + "\\s*(?:\\bwith\\s+(?:no\\s+)?data)?\\s*");

  /** SELECT … INTO, up to the name of the table that it makes. */
  private static final Pattern INTO =
      Pattern.compile(
          "(?is)(select\\b(?:(?!into\\b)\\w++|[^\\w'();]|'[^']*+'|\\((?:[^()]++|\\([^()]*+\\))*+\\))*+)into\\s+"
              + "(?:(?:local|global)\\s+)?(?:temp(?:orary)?\\s+|unlogged\\s+)?(?:table\\s+)?"
              + "(?:\"[^\"]+\"|[\\w$.])+(.*)");

  private static final Pattern EVERY_COLUMN =
      Pattern.compile(
          "(?i)(?:\\bselect|,|\\.)\\s*\\*|\\binsert\\s+into\\s+\\S+\\s+(?:values|select)\\b");

  private Embedded() {}

  /**
   * The query whose rows CREATE TABLE AS or SELECT … INTO stores; the whole where it is in another
   * form.
   */
  static String query(String definition) {
    Matcher into = INTO.matcher(definition.strip());
    if (into.matches()) {
      return into.group(1) + into.group(2);
    }
    Matcher matcher = STORED.matcher(definition.strip());
    return matcher.matches()
        ? matcher.group(2) + (matcher.group(1).isEmpty() ? matcher.group(3) : "")
        : definition;
  }

  /** A statement that is looked through now and run later, which locks what it names. */
  static Optional<String> prepared(String statement) {
    Matcher matcher = PREPARED.matcher(statement.strip());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A statement that is planned now and run later or never. */
  static Optional<String> planned(String statement) {
    Matcher matcher = PLANNED.matcher(statement.strip());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** A body in SQL is checked when the function is made, which locks what it names. */
  static void lockBody(ImpactDraft draft, String body) {
    Matcher atomic = ATOMIC.matcher(body);
    Matcher returned = RETURNED.matcher(body);
    lockNamed(
        draft,
        atomic.matches()
            ? atomic.group(1)
            : returned.matches() ? "SELECT " + returned.group(1) : body);
  }

  /** What a rule does, without the brackets around several statements; empty for NOTHING. */
  static Optional<String> actions(String rule) {
    Matcher matcher = ACTIONS.matcher(rule);
    if (!matcher.find() || matcher.group(1).strip().equalsIgnoreCase("nothing")) {
      return Optional.empty();
    }
    String text = matcher.group(1).strip();
    return Optional.of(
        text.startsWith("(") && text.endsWith(")") ? text.substring(1, text.length() - 1) : text);
  }

  /** Tables that the condition of a rule reads. */
  static void lockConditionOf(ImpactDraft draft, String rule) {
    Matcher matcher = RULE_CONDITION.matcher(rule);
    if (matcher.find()) {
      lockNamed(draft, "SELECT " + matcher.group(1));
    }
  }

  /** Tables that the conditions of a policy read. */
  static void lockConditions(ImpactDraft draft, String policy) {
    Matcher matcher = CONDITION.matcher(policy);
    while (matcher.find()) {
      lockNamed(draft, "SELECT " + group(policy.substring(matcher.end())));
    }
  }

  /** Tables that a rule or a policy names, in its condition and in what it does. */
  static Set<ObjectName> named(String text, Catalog catalog) {
    ImpactDraft draft = new ImpactDraft(catalog, "");
    actions(text).ifPresent(actions -> lockNamed(draft, actions));
    lockConditionOf(draft, text);
    lockConditions(draft, text);
    return draft.impact().locks().stream()
        .map(lock -> catalog.resolve(lock.table()))
        .collect(Collectors.toSet());
  }

  /** Whether a rule or a policy names the column, or every one by naming none. */
  static boolean namesColumn(Attached made, String column) {
    return EVERY_COLUMN.matcher(made.text()).find()
        || Pattern.compile("(?iu)\\b" + Pattern.quote(column) + "\\b").matcher(made.text()).find();
  }

  private static String group(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return text.substring(0, i + 1);
      }
    }
    return text;
  }

  /** Locks what statements name, without following it any further. */
  static void lockNamed(ImpactDraft draft, String sql) {
    for (Statement statement : SqlReader.read(sql, Dialect.POSTGRESQL).statements()) {
      for (Operation operation : statement.operations()) {
        if (operation instanceof DataOperation.Query query) {
          draft.lock(query.reads(), query.locking() ? ROW_SHARE : ACCESS_SHARE);
        } else if (operation instanceof DataOperation.Insert insert) {
          draft.lock(insert.table(), ROW_EXCLUSIVE).lock(insert.reads(), ACCESS_SHARE);
        } else if (operation instanceof DataOperation.Update update) {
          draft.lock(update.table(), ROW_EXCLUSIVE).lock(update.reads(), ACCESS_SHARE);
        } else if (operation instanceof DataOperation.Delete delete) {
          draft.lock(delete.table(), ROW_EXCLUSIVE).lock(delete.reads(), ACCESS_SHARE);
        }
      }
    }
  }
}
