package dev.flux.forge;

/** What a user may do in the target repository, in ascending order. */
public enum Permission {
  NONE,
  READ,
  TRIAGE,
  WRITE,
  ADMIN
}
