package dev.flux.rollout;

import java.util.List;

/**
 * How an operation is undone.
 *
 * @param statements complete, in order; none where there is nothing to undo
 * @param loses what does not come back; empty where everything does
 */
public record WayBack(List<String> statements, String loses) {
  /** Nothing changed that would have to be undone. */
  public static final WayBack NONE = new WayBack(List.of(), "");

  public WayBack {
    statements = List.copyOf(statements);
  }

  public static WayBack by(String... statements) {
    return new WayBack(List.of(statements), "");
  }

  public static WayBack lost(String what) {
    return new WayBack(List.of(), what);
  }

  public WayBack losing(String what) {
    return new WayBack(statements, what);
  }
}
