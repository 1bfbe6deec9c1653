package dev.flux;

/** The entry: wires the rooms together and hands over to a command. */
public final class Flux {
  private Flux() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(args.length);
  }
}
