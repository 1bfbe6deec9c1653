package dev.flux.forge;

/** Looks where the head of a change request is at this moment; git tells it without the API. */
@FunctionalInterface
public interface LiveHead {

  /** The commit id of the head now. */
  String of(ChangeRequest change) throws ForgeException;
}
