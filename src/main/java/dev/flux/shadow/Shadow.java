package dev.flux.shadow;

import dev.flux.hazard.Examination;
import dev.flux.rollout.Rollout;

/** Proves rollouts on throwaway databases; whatever goes wrong comes back as a proof. */
public interface Shadow extends AutoCloseable {

  /** Runs the history, the change, and its rollout there, back and there again. */
  Proof prove(Examination examination, Rollout rollout);

  /** Ends the servers that were started for it. */
  @Override
  void close();
}
