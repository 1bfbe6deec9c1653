package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The schema as of a statement: an immutable value; {@link #after} gives the next one, sharing what
 * did not change.
 */
public final class Catalog {
  private final Dialect dialect;
  private final int era;

  private Catalog(Dialect dialect, int era) {
    this.dialect = dialect;
    this.era = era;
  }

  /** Nothing known yet. */
  public static Catalog empty(Dialect dialect) {
    return new Catalog(dialect, 0);
  }

  /** The schema once the operation is done; the same one where it changes nothing that is known. */
  public Catalog after(Operation operation) {
    return this;
  }

  /** The same schema at the start of the next change: what exists now is old and in use. */
  public Catalog nextEra() {
    return new Catalog(dialect, era + 1);
  }

  /** Counts the changes: a table with this era was created in the change under review. */
  public int era() {
    return era;
  }

  /** The dialect whose naming rules hold. */
  public Dialect dialect() {
    return dialect;
  }

  /** The table of this name, by the search path where no schema is given. */
  public Optional<Table> findTable(ObjectName name) {
    return Optional.empty();
  }

  /** Whether the table was created in the change under review, so that it is empty and unused. */
  public boolean isNew(ObjectName table) {
    return findTable(table).filter(t -> t.era() == era && t.complete()).isPresent();
  }

  /** The table that has the index of this name. */
  public Optional<Table> findTableOfIndex(ObjectName index) {
    return Optional.empty();
  }

  /** The index of this name. */
  public Optional<Index> findIndex(ObjectName index) {
    return Optional.empty();
  }

  /** The view of this name. */
  public Optional<View> findView(ObjectName name) {
    return Optional.empty();
  }

  /** Labels of the enum of this name, in order. */
  public Optional<List<String>> findEnum(ObjectName type) {
    return Optional.empty();
  }

  /** Every table, in no order. */
  public Collection<Table> tables() {
    return List.of();
  }

  /** Views that read the table or view, directly. */
  public List<View> viewsOn(ObjectName relation) {
    return List.of();
  }

  /** Tables with a foreign key to the table. */
  public List<Table> referencing(ObjectName table) {
    return List.of();
  }

  /** Partitions of the table, as far as they are known. */
  public List<Table> partitionsOf(ObjectName table) {
    return List.of();
  }
}
