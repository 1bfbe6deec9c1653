package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What two foreign keys have alike where the one of a partition can become a part of its parent's
 * (manual, ALTER TABLE, ATTACH PARTITION; measured).
 *
 * @param conduct what is said of them besides, in lower case, but for what goes without saying
 */
record LikeKey(
    List<String> columns, ObjectName table, List<String> referenced, Set<String> conduct) {
  private static final Pattern CONDUCT =
      Pattern.compile(
          "(?i)\\bon\\s+(?:delete|update)\\s+(?:cascade|restrict|set\\s+(?:null|default))"
              + "|\\bmatch\\s+full|(?<!\\bnot\\s{1,9})\\bdeferrable|\\binitially\\s+deferred");

  /** Keys of the table that are like that one. */
  static List<TableConstraint> in(Table table, TableConstraint key, Catalog catalog) {
    Optional<LikeKey> wanted = find(key, catalog);
    return table.constraints().stream()
        .filter(own -> wanted.isPresent() && find(own, catalog).equals(wanted))
        .toList();
  }

  private static Optional<LikeKey> find(TableConstraint key, Catalog catalog) {
    Constraint written = key.definition();
    return written
        .reference()
        .map(
            other ->
                new LikeKey(
                    written.columns(),
                    other.table(),
                    other.columns().isEmpty() ? primaryKey(other, catalog) : other.columns(),
                    CONDUCT
                        .matcher(written.definition())
                        .results()
                        .map(MatchResult::group)
                        .map(said -> said.toLowerCase(Locale.ROOT).replaceAll("\\s+", " "))
                        .collect(Collectors.toSet())));
  }

  private static List<String> primaryKey(Constraint.Reference other, Catalog catalog) {
    return catalog.findTable(other.table()).map(Table::primaryKey).orElse(List.of());
  }
}
