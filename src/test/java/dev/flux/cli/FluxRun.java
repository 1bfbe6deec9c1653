package dev.flux.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;

/** What one run of the command line printed where, and how it ended. */
public record FluxRun(int exit, String out, String err) {

  /** Runs Flux with these arguments. */
  public static FluxRun of(String... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    try (PrintStream saying = new PrintStream(said, true, UTF_8);
        PrintStream complaining = new PrintStream(complained, true, UTF_8)) {
      System.setOut(saying);
      System.setErr(complaining);
      int exit = FluxCommand.run(args);
      return new FluxRun(exit, said.toString(UTF_8), complained.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }
}
