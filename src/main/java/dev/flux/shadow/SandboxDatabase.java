package dev.flux.shadow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One database of a sandbox. */
public interface SandboxDatabase {

  /** Another one that holds the same. */
  SandboxDatabase copy() throws Unprovable;

  /**
   * Runs statements.
   *
   * @return what each did
   * @throws StatementFailed where the server refuses one; what was not committed is undone
   * @throws Unprovable where a limit ends it
   */
  List<Measured> run(Run run) throws StatementFailed, Unprovable;

  /**
   * Runs statements, and leaves out those that the server refuses.
   *
   * @return the refusals, in order
   */
  List<StatementFailed> replay(Run run) throws Unprovable;

  /** What it holds. */
  State state() throws Unprovable;

  /** What an application may ask of it that knows it as it is now. */
  Usage usage() throws Unprovable;

  /** What of this it refuses now, in words; nothing stays of what is tried. */
  Optional<String> misses(Usage usage) throws Unprovable;

  /**
   * Writes to either of two columns of a table that triggers keep in step, and says where the other
   * does not show it; nothing stays of what is tried.
   *
   * @param table as people read it
   */
  default Optional<String> apart(String table, String one, String other) throws Unprovable {
    return Optional.empty();
  }

  /**
   * Puts rows into tables, and into those that they refer to.
   *
   * @param tables as people read them; others than these are left as they are
   * @return tables that take none of the rows, each with what the server says to the last
   */
  Map<String, String> fill(Samples samples, Set<String> tables) throws Unprovable;

  /** Puts the rows of each table into the order of its primary key, where the server can. */
  default void sort() throws Unprovable {}

  /** Throws it away. */
  void drop() throws Unprovable;
}
