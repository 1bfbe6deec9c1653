package dev.flux.hazard;

import dev.flux.engine.Evidence;
import java.util.List;

/** Findings about a file as a whole: they point to its first line. */
final class FileFinding {
  private FileFinding() {}

  static Finding of(Hazard hazard, String path, String effect, String cause, String remedy) {
    return new Finding(
        hazard.id(),
        hazard.severity(),
        path,
        1,
        1,
        effect,
        cause,
        remedy,
        Evidence.KNOWN,
        List.of());
  }
}
