package dev.flux.rollout;

import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One way to do safely what one operation does dangerously. Stateless; one file for each,
 * registered by one line in {@link Recipes}.
 */
public interface Recipe {

  /** Ids of the hazards that it settles. */
  Set<String> settles();

  /** Whether it speaks the SQL of an engine; the others have recipes of their own. */
  default boolean fits(Dialect dialect) {
    return dialect == Dialect.POSTGRESQL;
  }

  /**
   * The steps that take the operation's place, in order.
   *
   * @return empty where the recipe does not fit this operation; another may
   */
  List<PlannedStep> plan(Situation situation);

  /**
   * A step with the phase it belongs to.
   *
   * @param last whether it cleans up what nothing waits for, so that it comes behind all others
   * @param copied the table that it makes an altered copy of, which takes its place later
   */
  record PlannedStep(Phase.Name phase, Step step, boolean last, Optional<ObjectName> copied) {
    /** One that copies no table. */
    public PlannedStep(Phase.Name phase, Step step, boolean last) {
      this(phase, step, last, Optional.empty());
    }

    /** One that stands where it was planned. */
    public PlannedStep(Phase.Name phase, Step step) {
      this(phase, step, false);
    }

    /** The same with another step. */
    PlannedStep with(Step other) {
      return new PlannedStep(phase, other, last, copied);
    }
  }
}
