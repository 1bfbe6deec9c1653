package dev.flux.shadow;

import dev.flux.rollout.Step;
import java.util.List;
import java.util.Optional;

/** What running a change and its rollout showed. */
public sealed interface Proof {

  /** In JSON. */
  String id();

  /** One sentence for people, without a full stop. */
  String sentence();

  /** Whether something ran and was wrong, so that nobody may be advised to run it. */
  default boolean refutes() {
    return false;
  }

  /**
   * Everything ran.
   *
   * @param server with its version: {@code PostgreSQL 16.15}
   * @param steps how many ran forward, back and forward; 0 where the change is safe as it is
   * @param compared whether the change itself ran too, so that both ended with the same schema
   * @param waiting columns whose values nobody told: what waits for them is not written, so that
   *     the rest ran alone
   * @param differences in which that schema is unlike the change's, as its steps declare; one
   *     sentence each
   * @param measured what each statement of the change itself did, in order
   * @param notes differences that matter to nobody and what was left out, one sentence each
   */
  record Proven(
      String server,
      int steps,
      boolean compared,
      List<String> waiting,
      List<String> differences,
      List<Measured> measured,
      List<String> notes)
      implements Proof {
    public Proven {
      waiting = List.copyOf(waiting);
      differences = List.copyOf(differences);
      measured = List.copyOf(measured);
      notes = List.copyOf(notes);
    }

    @Override
    public String id() {
      return "proven";
    }

    @Override
    public String sentence() {
      return steps == 0
          ? "ran on " + server + " as it is"
          : "proven on %s%s: %d step%s forward, back, forward%s"
              .formatted(
                  server,
                  waiting.isEmpty() ? "" : " as far as it is written",
                  steps,
                  steps == 1 ? "" : "s",
                  end());
    }

    private String end() {
      if (!waiting.isEmpty()) {
        return "; what waits for the value of `%s` is not proven"
            .formatted(String.join("`, `", waiting));
      }
      return compared ? "; " + equal() : "";
    }

    private String equal() {
      return differences.isEmpty()
          ? "final schema equal"
          : "final schema equal but for what is declared: "
              + String.join(" ", differences).replaceFirst("\\.$", "");
    }
  }

  /**
   * A step did what it must not, or all of them together did.
   *
   * @param number of the step, from 1, deploys not counted; 0 where it is all of them
   * @param step empty where it is all of them
   * @param statement that it was about; empty where it is no single one
   * @param message what happened, without a full stop
   */
  record Failed(String server, int number, Optional<Step> step, String statement, String message)
      implements Proof {
    @Override
    public String id() {
      return "failed";
    }

    @Override
    public String sentence() {
      String place = step.map(at -> " at step " + number + ", " + at.title()).orElse("");
      return "failed on " + server + place + ": " + message;
    }

    @Override
    public boolean refutes() {
      return true;
    }
  }

  /**
   * Nothing is known beyond what was known before.
   *
   * @param reason without a full stop
   */
  record Unproven(String reason) implements Proof {
    @Override
    public String id() {
      return "unproven";
    }

    @Override
    public String sentence() {
      return "not proven: " + reason;
    }
  }
}
