package dev.flux.shadow;

/** A rollout did what it must not. */
final class StepFailed extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Proof.Failed proof;

  StepFailed(Proof.Failed proof) {
    super(proof.message());
    this.proof = proof;
  }

  Proof.Failed proof() {
    return proof;
  }
}
