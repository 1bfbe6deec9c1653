package dev.flux.migration;

import java.math.BigInteger;
import java.util.List;

/**
 * The place of a migration in its tool's order.
 *
 * @param text as in the file's name, such as {@code 20240131120000}, {@code 0007} or {@code 1.2}
 * @param parts numbers that order it, the first deciding; empty for a repeatable migration, which
 *     comes last
 */
public record MigrationVersion(String text, List<BigInteger> parts)
    implements Comparable<MigrationVersion> {
  public MigrationVersion {
    parts = List.copyOf(parts);
  }

  /** Whether it runs again whenever its text changes, after all others. */
  public boolean repeatable() {
    return parts.isEmpty();
  }

  @Override
  public int compareTo(MigrationVersion other) {
    if (repeatable() || other.repeatable()) {
      return repeatable() && other.repeatable()
          ? text.compareTo(other.text)
          : Boolean.compare(repeatable(), other.repeatable());
    }
    for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
      int order = part(i).compareTo(other.part(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private BigInteger part(int index) {
    return index < parts.size() ? parts.get(index) : BigInteger.ZERO;
  }
}
