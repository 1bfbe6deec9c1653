package dev.flux.shadow;

/** Which rows a table is given, those that hit most first. */
public enum Samples {
  /** Ordinary rows, NULLs, duplicates, and values at the ends of their types. */
  EVERYTHING(true, true, true),
  /** The same without duplicates. */
  DISTINCT(true, false, true),
  /** No NULL where there is a value. */
  FILLED(false, true, true),
  /** Ordinary rows alone. */
  PLAIN(false, false, false);

  private final boolean nulls;
  private final boolean duplicates;
  private final boolean extremes;

  Samples(boolean nulls, boolean duplicates, boolean extremes) {
    this.nulls = nulls;
    this.duplicates = duplicates;
    this.extremes = extremes;
  }

  /** Whether columns that may be NULL sometimes are. */
  public boolean nulls() {
    return nulls;
  }

  /** Whether a row's values come again where they may. */
  public boolean duplicates() {
    return duplicates;
  }

  /** Whether there are values at the ends of their types. */
  public boolean extremes() {
    return extremes;
  }
}
