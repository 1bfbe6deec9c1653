package dev.flux.engine.postgresql;

import dev.flux.sql.BlockReader;
import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import dev.flux.sql.Operation;
import dev.flux.sql.RecentTexts;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import dev.flux.sql.TableOperation;
import dev.flux.sql.Unreadable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a routine does when it runs, as far as its text says so; each branch is taken to run.
 *
 * @param operations of the statements in it; {@link dev.flux.sql.ExecutedText#HIDDEN} stands for
 *     what is not written there
 * @param names behind FROM and JOIN anywhere in it, whether or not there are such tables
 * @param calls names before a bracket, whether or not there are such functions
 * @param whole whether nothing in it is put together as it runs
 * @param straight whether every statement runs once
 */
record RoutineBody(
    List<Operation> operations,
    Set<ObjectName> names,
    Set<String> calls,
    boolean whole,
    boolean straight) {
  private static final Set<String> LANGUAGES = Set.of("sql", "plpgsql");

  /** A longer text is no function that a person wrote. */
  private static final int LONGEST = 100_000;

  /** A trigger's function is asked for with each INSERT of a file. */
  private static final RecentTexts<RoutineBody> BLOCKS =
      new RecentTexts<>(body -> read(body, true));

  private static final RecentTexts<RoutineBody> QUERIES =
      new RecentTexts<>(body -> read(body, false));

  private static final Pattern SILENT =
      Pattern.compile("'(?:[^']|'')*+'|--[^\n]*+|/\\*(?:[^*]++|\\*(?!/))*+(?:\\*/)?");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(?:from|join)\\s+(?:only\\s+)?((?:[\\w$]+|\"[^\"]+\")"
              + "(?:\\s*\\.\\s*(?:[\\w$]+|\"[^\"]+\"))?)");
  private static final Pattern CALLED =
      Pattern.compile(
          "(?<![\\w$])((?:[\\w$]++|\"[^\"]++\")"
              + "(?:\\s*+\\.\\s*+(?:[\\w$]++|\"[^\"]++\"))?+)\\s*+\\(");
  private static final Pattern BRANCHES =
      Pattern.compile("(?i)\\b(?:if|case|loop|exception|return)\\b");
  private static final Pattern ATOMIC =
      Pattern.compile("(?is)^\\s*begin\\s+atomic\\b(.*)\\bend\\s*;?\\s*$");
  private static final Pattern RETURNED = Pattern.compile("(?is)^\\s*return\\b(.*)$");

  RoutineBody {
    operations = List.copyOf(operations);
    names = Set.copyOf(names);
    calls = Set.copyOf(calls);
  }

  /** Empty where the text was not seen or is in another language. */
  static Optional<RoutineBody> find(CreateRoutine routine) {
    return routine.body().flatMap(body -> find(routine.language(), body));
  }

  /** The same of a text in a language. */
  static Optional<RoutineBody> find(String language, String body) {
    return LANGUAGES.contains(language) && body.length() < LONGEST
        ? Optional.of((language.equals("plpgsql") ? BLOCKS : QUERIES).of(body))
        : Optional.empty();
  }

  private static RoutineBody read(String body, boolean block) {
    String plain = block ? body : plain(body);
    List<Statement> statements =
        block
            ? BlockReader.outlines(plain)
            : SqlReader.read(plain, Dialect.POSTGRESQL).statements();
    List<Operation> operations = new ArrayList<>();
    for (Statement statement : statements) {
      statement.operations().stream().filter(RoutineBody::acts).forEach(operations::add);
    }
    String spoken = SILENT.matcher(plain).replaceAll(" ");
    Set<ObjectName> names = new LinkedHashSet<>();
    Matcher named = NAMED.matcher(spoken);
    while (named.find()) {
      names.add(Identifiers.name(named.group(1)));
    }
    return new RoutineBody(
        operations,
        names,
        callsIn(spoken),
        !block || !BlockReader.composes(plain),
        !block || !BRANCHES.matcher(spoken).find());
  }

  /** What is behind RETURN, or between BEGIN ATOMIC and END. */
  private static String plain(String body) {
    Matcher atomic = ATOMIC.matcher(body);
    Matcher returned = RETURNED.matcher(body);
    return atomic.matches()
        ? atomic.group(1)
        : returned.matches() ? "SELECT " + returned.group(1) : body;
  }

  /** SELECT … INTO sets a variable there. */
  private static boolean acts(Operation operation) {
    boolean variable =
        operation instanceof TableOperation.CreateTable create
            && create.definition().regionMatches(true, 0, "select", 0, 6);
    return !variable
        && !(operation instanceof SessionOperation)
        && !(operation instanceof Unreadable);
  }

  /** Names before a bracket, which may be functions. */
  static Set<String> callsIn(String sql) {
    Set<String> calls = new LinkedHashSet<>();
    Matcher called = CALLED.matcher(SILENT.matcher(sql).replaceAll(" "));
    while (called.find()) {
      calls.add(called.group(1).replaceAll("[\\s\"]", "").toLowerCase(Locale.ROOT));
    }
    return calls;
  }
}
