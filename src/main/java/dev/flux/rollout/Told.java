package dev.flux.rollout;

import java.util.List;

/**
 * What is told outside of the files of a change.
 *
 * @param commanded values given with a command: they win over what the files say
 * @param settings values of the repository: what the files say wins over them
 * @param dualWrite who keeps old and new columns in step
 */
public record Told(List<ColumnValue> commanded, List<ColumnValue> settings, DualWrite dualWrite) {
  /** Nothing is told. */
  public static final Told NOTHING = new Told(List.of(), List.of(), DualWrite.APPLICATION);

  public Told {
    commanded = List.copyOf(commanded);
    settings = List.copyOf(settings);
  }
}
