package dev.flux.engine;

import dev.flux.sql.ObjectName;

/**
 * How MySQL or MariaDB carries out the actions of one ALTER TABLE, CREATE INDEX or DROP INDEX: what
 * each way of doing it would allow, so that actions of one statement can be taken together.
 *
 * @param table as the statement names it
 * @param instant whether {@code ALGORITHM=INSTANT} is accepted
 * @param inPlace whether {@code ALGORITHM=INPLACE} is accepted
 * @param rebuild whether the table is written anew in place
 * @param builds whether an index is built
 * @param writes whether rows can be changed while it is done in place
 * @param writesWhileCopying whether rows can be changed while the table is copied
 * @param saysNoCopy whether the server tells {@code NOCOPY} from {@code INPLACE} (MariaDB)
 */
public record OnlineDdl(
    ObjectName table,
    boolean instant,
    boolean inPlace,
    Rebuild rebuild,
    boolean builds,
    boolean writes,
    boolean writesWhileCopying,
    boolean saysNoCopy) {

  /** The algorithms, the lightest first. */
  public enum Algorithm {
    INSTANT,
    /** MariaDB: in place, without writing the table anew. */
    NOCOPY,
    INPLACE,
    COPY
  }

  /** When rows are written anew in place; the later, the more often. */
  public enum Rebuild {
    NEVER,
    /** MariaDB: only where an index is built of the new rows at the same time. */
    WITH_AN_INDEX,
    ALWAYS
  }

  /** The lightest algorithm that the server accepts. */
  public Algorithm algorithm() {
    if (instant) {
      return Algorithm.INSTANT;
    }
    if (!inPlace) {
      return Algorithm.COPY;
    }
    return saysNoCopy && !rebuilds() ? Algorithm.NOCOPY : Algorithm.INPLACE;
  }

  /** Whether rows can be changed meanwhile: {@code LOCK=NONE} is accepted. */
  public boolean concurrentWrites() {
    return instant || (inPlace ? writes : writesWhileCopying);
  }

  private boolean rebuilds() {
    return rebuild == Rebuild.ALWAYS || (rebuild == Rebuild.WITH_AN_INDEX && builds);
  }

  /** Whether the table is written anew. */
  public boolean rewrites() {
    return !instant && (!inPlace || rebuilds());
  }

  /** These actions and others of the same statement: the heaviest decides. */
  public OnlineDdl and(OnlineDdl other) {
    return new OnlineDdl(
        table,
        instant && other.instant,
        inPlace && other.inPlace,
        rebuild.compareTo(other.rebuild) > 0 ? rebuild : other.rebuild,
        builds || other.builds,
        writes && other.writes,
        writesWhileCopying && other.writesWhileCopying,
        saysNoCopy);
  }
}
