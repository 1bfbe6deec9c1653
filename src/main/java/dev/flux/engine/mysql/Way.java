package dev.flux.engine.mysql;

/**
 * How one action can be done.
 *
 * @param instant as INSTANT
 * @param inPlace as INPLACE
 * @param rebuilds in place, but with the table written anew
 * @param writes in place while rows change
 * @param copyWrites by a copy while rows change, where the server can
 */
record Way(boolean instant, boolean inPlace, boolean rebuilds, boolean writes, boolean copyWrites) {
  /** Only what is written about the table changes. */
  static final Way INSTANT = new Way(true, true, false, true, true);

  /** The same, where the server counts it as INPLACE. */
  static final Way METADATA = new Way(false, true, false, true, true);

  /** In place, but nobody writes meanwhile. */
  static final Way LOCKED = new Way(false, true, false, false, true);

  /** In place, the rows written anew. */
  static final Way REBUILD = new Way(false, true, true, true, true);

  static final Way LOCKED_REBUILD = new Way(false, true, true, false, true);

  static final Way COPY = new Way(false, false, true, false, true);

  /** A copy that no server makes while rows change. */
  static final Way LOCKED_COPY = new Way(false, false, true, false, false);

  /** Also as INSTANT. */
  Way orInstant(boolean possible) {
    return new Way(possible, inPlace, rebuilds, writes, copyWrites);
  }

  /** Both in one statement. */
  Way and(Way other) {
    return new Way(
        instant && other.instant,
        inPlace && other.inPlace,
        rebuilds || other.rebuilds,
        writes && other.writes,
        copyWrites && other.copyWrites);
  }
}
