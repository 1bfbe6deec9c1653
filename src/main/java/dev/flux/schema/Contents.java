package dev.flux.schema;

import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import java.util.List;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * What a catalog holds, by the names that {@link SearchPath} gives.
 *
 * @param indexes the table of each index
 * @param constraintNames how many constraints have the name, in its schema
 * @param children partitions and heirs of each table
 * @param routines volatility of each function, in lower case
 * @param sequences the table that owns each; itself where none does
 * @param attached what was made for each table and view
 * @param settings of the session, by name in lower case
 * @param texts what SQLite keeps as text; empty for other engines
 * @param gone tables and views that were there and are no more
 * @param code routines as they were written, on PostgreSQL triggers too
 * @param hidden kinds of objects that SQL made which was put together as it ran
 */
record Contents(
    PMap<ObjectName, Table> tables,
    PMap<ObjectName, ObjectName> indexes,
    PMap<ObjectName, Integer> constraintNames,
    PMap<ObjectName, List<ObjectName>> children,
    PMap<ObjectName, View> views,
    PMap<ObjectName, UserType> types,
    PMap<ObjectName, String> routines,
    PMap<ObjectName, ObjectName> sequences,
    PSet<String> schemas,
    PMap<ObjectName, List<Attached>> attached,
    PMap<String, String> settings,
    SqliteTexts texts,
    WrittenCode code,
    PSet<ObjectName> gone,
    PSet<ObjectKind> hidden) {

  static final Contents NONE =
      new Contents(
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          HashTreePSet.empty(),
          HashTreePMap.empty(),
          HashTreePMap.empty(),
          SqliteTexts.NONE,
          WrittenCode.NONE,
          HashTreePSet.empty(),
          HashTreePSet.empty());

  /** Whether nothing was changed to come from one to the other; maps are not compared by value. */
  @SuppressWarnings("ReferenceEquality")
  boolean same(Contents other) {
    return tables == other.tables
        && indexes == other.indexes
        && constraintNames == other.constraintNames
        && children == other.children
        && views == other.views
        && types == other.types
        && routines == other.routines
        && sequences == other.sequences
        && schemas == other.schemas
        && attached == other.attached
        && settings == other.settings
        && texts == other.texts
        && code == other.code
        && gone == other.gone
        && hidden == other.hidden;
  }
}
