package dev.flux.cli;

import java.io.Console;
import picocli.CommandLine.Help.Ansi;

/** The terminal that Flux runs in, if any. */
public final class Terminal {
  private Terminal() {}

  /** Whether a person reads and types: both standard input and standard output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // Asked further, where Java 22 and newer always give one.
  public static boolean isAttached() {
    Console console = System.console();
    return console != null && isTerminal(console);
  }

  /** Until Java 21 a console is always a terminal; since 22 it says so itself. */
  private static boolean isTerminal(Console console) {
    if (Runtime.version().feature() < 22) {
      return true;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("since Java 22 a console says whether it is a terminal", e);
    }
  }

  /** Whether to write in colour: to a terminal, unless the environment asks for none. */
  static boolean takesColour() {
    return Ansi.AUTO.enabled();
  }
}
