package dev.flux.rollout;

import dev.flux.migration.Tool;
import dev.flux.migration.Tool.NewMigration;
import dev.flux.sql.KeywordCase;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One step of a rollout: a file to be run, or a deploy of the application.
 *
 * @param kind who does it
 * @param slug what it does, in lower case words joined by {@code _}; names its file
 * @param title what it does, for people, as an imperative
 * @param forward complete SQL, empty for a deploy of the application
 * @param rollback complete SQL that reverses it, empty where nothing goes back
 * @param transactional whether it may run inside a transaction
 * @param lossless whether the rollback brings everything back
 * @param loses what the rollback (or the step itself) loses; empty where lossless
 * @param lock strongest lock with its table, or what it takes instead
 * @param blocks what waits for it and for how long
 * @param duration estimate with what it rests on
 * @param gate what must be true before it runs; empty where nothing
 * @param afterDeploy whether a deploy of the application makes the gate true
 * @param compatibility application versions that work once it has run
 * @param origin the statement that it takes the place of, where there is one
 * @param words the author's comments on that statement; empty where there are none or another step
 *     has them
 * @param missing what only a human knows and the step waits for; where present, forward is empty
 * @param awaited the value that it waits for; empty where it waits for something else, or nothing
 * @param differences in what the schema stays unlike that of the change; none for nearly all
 */
public record Step(
    Kind kind,
    String slug,
    String title,
    String forward,
    String rollback,
    boolean transactional,
    boolean lossless,
    String loses,
    String lock,
    String blocks,
    String duration,
    String gate,
    boolean afterDeploy,
    String compatibility,
    Optional<Origin> origin,
    AuthorsWords words,
    Optional<String> missing,
    Optional<Awaited> awaited,
    List<Difference> differences) {

  /**
   * A column that stays unlike what the change makes of it.
   *
   * @param kind in what
   * @param table with its schema, in quotes only where it needs them
   * @param column without quotes
   * @param trigger the name that it shares with its function, without quotes; empty where there is
   *     none
   * @param sentence for people, with a full stop
   */
  public record Difference(
      Unlike kind, String table, String column, String trigger, String sentence) {

    /** In what it is unlike. */
    public enum Unlike {
      /** A trigger computes it, and the change makes it GENERATED. */
      COMPUTED,
      /** The labels of its ENUM or SET stand in another order. */
      LABELS,
      /** It keeps attributes that its new definition leaves out. */
      ATTRIBUTES,
      /** Rows that exist have a value in it that was told, and the server would make one up. */
      VALUES
    }
  }

  /**
   * The value of a column that nobody told yet.
   *
   * @param column with its table, as people tell its value
   * @param sql statements that are left to a migration once it is told; empty where the step is
   *     told again by those of another
   */
  public record Awaited(String column, String sql) {}

  /** Whether it waits for a release after the one that the steps before it were made for. */
  boolean releaseLater() {
    return afterDeploy && gate.startsWith("a release later");
  }

  /** Whether it is a line of a shell, for a tool beside the server. */
  public boolean isOfShell() {
    return kind == Kind.SCRIPT
        && (forward.startsWith("gh-ost ") || forward.startsWith("pt-online-schema-change "));
  }

  /** What somebody is asked to tell before it is written; empty where it waits for another. */
  public Optional<String> question() {
    return awaited.isPresent() ? missing.filter(text -> text.startsWith("Say ")) : Optional.empty();
  }

  /** What the tool is to write for it. */
  NewMigration migration() {
    return new NewMigration(slug, forward, rollback, transactional);
  }

  /** The same step, to be run by somebody, where the tool cannot run it. */
  Step by(Tool tool) {
    boolean runs = kind != Kind.MIGRATION || forward.isEmpty() || tool.runs(migration());
    if (runs && transactional && kind != Kind.SCRIPT) {
      return this;
    }
    StepDraft outside =
        draft().sql(Sql.outsideTransaction(forward), Sql.outsideTransaction(rollback));
    return (runs ? outside : outside.script()).step();
  }

  /** The same step where what it would wait for a deploy for holds already. */
  Step ungated() {
    return draft().ungated().step();
  }

  /** The same step, saying that its foreign key joins columns of two types for a while. */
  Step ofTwoTypes() {
    return saying(
        forward.replaceFirst(
            "(?m)^ALTER TABLE(?=.* NOT VALID;$)",
            Sql.allow("mismatched-foreign-key-type", "both get one type in the end")
                + "ALTER TABLE"));
  }

  /** The same step with other SQL. */
  Step saying(String other) {
    return turned(other, rollback);
  }

  /** The same step with other SQL there and back. */
  Step turned(String there, String back) {
    return draft().sql(there, back).step();
  }

  /** The same step with key words in the case of the author's. */
  Step written(KeywordCase keywords) {
    return turned(keywords.write(forward), keywords.write(rollback));
  }

  /** The same step with the author's comments on what it takes the place of. */
  Step commented() {
    return saying(Sql.behindTimeout(forward, words.before()) + words.behind());
  }

  /** The same step, to which these comments belong. */
  Step with(AuthorsWords comments) {
    return draft().words(comments).step();
  }

  /** The same step with another estimate. */
  Step taking(String other) {
    return draft().impact(lock, blocks, other).step();
  }

  /** The same step, after which the schema stays unlike that of the change in this alone. */
  Step differing(List<Difference> from) {
    return draft().differsOnly(from).step();
  }

  /** The same step, that leaves these statements to a later migration. */
  Step leaving(String sql) {
    return draft().leaves(sql).step();
  }

  private StepDraft draft() {
    return new StepDraft(this);
  }

  /**
   * A statement of the change.
   *
   * @param line its first line
   */
  public record Origin(String path, int line) {}

  /** Who does it. */
  public enum Kind {
    /** A migration that the tool runs. */
    MIGRATION,
    /** A deploy of the application. */
    DEPLOY,
    /** A script run by hand, since the tool cannot. */
    SCRIPT;

    /** In JSON. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
