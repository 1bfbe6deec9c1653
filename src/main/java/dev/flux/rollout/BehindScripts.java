package dev.flux.rollout;

import dev.flux.migration.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the tool runs behind scripts that people run by hand: the same once more, in its own
 * transaction, since a new database gets its schema from the tool alone. Where a script ran, it
 * finds nothing to do.
 */
final class BehindScripts {
  private static final String WHY = "a script did it before, and only a new database lacks it";

  private static final int ANY_CASE = Pattern.CASE_INSENSITIVE;

  private static final Pattern CREATE_INDEX =
      Pattern.compile(
          "^(CREATE (?:UNIQUE )?INDEX )CONCURRENTLY (?:IF NOT EXISTS )?(?=.*;$)",
          ANY_CASE | Pattern.MULTILINE);

  private static final Pattern DROP_INDEX =
      Pattern.compile(
          "^(DROP INDEX )CONCURRENTLY (?:IF EXISTS )?(?=.*;$)", ANY_CASE | Pattern.MULTILINE);

  private static final Pattern VALIDATE =
      Pattern.compile("ALTER TABLE \\S.* VALIDATE CONSTRAINT (.+);\\s*", ANY_CASE);

  private static final Pattern ADD_VALUE =
      Pattern.compile(
          "^(ALTER TYPE .+ ADD VALUE )(?:IF NOT EXISTS )?(?='.*;$)", ANY_CASE | Pattern.MULTILINE);

  private static final Pattern DROP_COLUMN =
      Pattern.compile(
          "^(ALTER TABLE .+ DROP COLUMN )(?:IF EXISTS )?(?=.*;$)", ANY_CASE | Pattern.MULTILINE);

  private static final Pattern SETTING =
      Pattern.compile("^(?:SET|RESET) lock_timeout\\b.*;$\n?", ANY_CASE | Pattern.MULTILINE);

  /** Batches that find no row which they have changed. */
  private static final Pattern DONE_ONCE =
      Pattern.compile(
          "DO \\$flux\\$\n"
              + ".*\n"
              + "\\s*(?:DELETE FROM |UPDATE \\S+ SET (\\S+) = [^;]*(?<![\\w\"])\\1(?:::text)? IS"
              + " (?:NULL|DISTINCT FROM)\\b).*",
          ANY_CASE | Pattern.DOTALL);

  private static final Pattern COMMIT = Pattern.compile("\\n +COMMIT;", ANY_CASE);

  private static final Pattern PAUSE =
      Pattern.compile("\\n +IF flux_rows > 0 THEN\\n.*\\n +END IF;", ANY_CASE);

  private BehindScripts() {}

  /** The steps of a phase, each behind the scripts that it may rest on. */
  static List<Step> in(List<Step> steps, Tool tool) {
    List<Step> all = new ArrayList<>();
    List<Step> waiting = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      Step step = steps.get(i).by(tool);
      boolean script = step.kind() == Step.Kind.SCRIPT && !step.isOfShell();
      if (step.kind() == Step.Kind.MIGRATION) {
        all.addAll(waiting);
        waiting.clear();
      }
      all.add(step);
      if (script) {
        again(steps.get(i), steps.subList(i + 1, steps.size())).ifPresent(waiting::add);
      }
    }
    all.addAll(waiting);
    return all;
  }

  private static Optional<Step> again(Step script, List<Step> later) {
    String sql = script.forward();
    Matcher validate = VALIDATE.matcher(sql);
    if (validate.matches()) {
      String drop = "DROP CONSTRAINT " + validate.group(1) + ";";
      boolean passing = later.stream().anyMatch(step -> contains(step.forward(), drop));
      return passing ? Optional.empty() : Optional.of(step(script, sql));
    }
    if (DONE_ONCE.matcher(sql).matches()) {
      String block = PAUSE.matcher(COMMIT.matcher(sql).replaceAll("")).replaceAll("");
      return Optional.of(
          step(script, Sql.allow("unbounded-update, unbounded-delete", WHY) + block));
    }
    return Stream.of(
            new Form(CREATE_INDEX, "IF NOT EXISTS ", "create-index-blocking"),
            new Form(DROP_INDEX, "IF EXISTS ", "drop-index-blocking"),
            new Form(ADD_VALUE, "IF NOT EXISTS ", "enum-value-in-transaction"),
            new Form(DROP_COLUMN, "IF EXISTS ", ""))
        .filter(form -> form.words().matcher(sql).find())
        .findFirst()
        .map(form -> step(script, Sql.locking(form.of(sql))));
  }

  /**
   * A statement that can be written so that it may find its work done.
   *
   * @param words its beginning, up to the condition
   * @param condition what it then says
   * @param hazard what it would be where the work is not done; empty where its script says so
   */
  private record Form(Pattern words, String condition, String hazard) {
    String of(String sql) {
      String allowed = hazard.isEmpty() ? "" : Sql.allow(hazard, WHY);
      return words
          .matcher(SETTING.matcher(sql).replaceAll("").strip())
          .replaceAll(Matcher.quoteReplacement(allowed) + "$1" + condition);
    }
  }

  private static boolean contains(String sql, String part) {
    return sql.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }

  private static Step step(Step script, String sql) {
    StepDraft draft =
        new StepDraft(script.slug(), script.title() + ", in new databases")
            .sql(sql, "")
            .impact(
                script.lock().replace("SHARE UPDATE EXCLUSIVE", "SHARE"),
                (script.lock().startsWith("ACCESS EXCLUSIVE") ? "reads and writes" : "writes")
                    + ", for an instant where the script ran",
                Estimates.instant())
            .gate("the script before it ran")
            .worksWith(script.compatibility());
    script.origin().ifPresent(draft::from);
    return draft.expand().step();
  }
}
