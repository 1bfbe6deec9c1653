package dev.flux;

import dev.flux.cli.FluxCommand;

/** The entry: hands over to a command. */
public final class Flux {
  private Flux() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    System.exit(FluxCommand.run(args));
  }
}
