package dev.flux.forge;

/** Where a change request stands on its way into its base. */
public enum Standing {
  OPEN,
  MERGED,
  /** Neither open nor merged. */
  CLOSED
}
