package dev.flux.rollout;

/** Who keeps a column and its copy in step while old and new versions run side by side. */
public enum DualWrite {
  /** The application writes both; the plan names the deploys. */
  APPLICATION,
  /** Triggers, in both directions, so that either version works unchanged. */
  TRIGGER
}
