package dev.flux.hazard;

import dev.flux.schema.Catalog;
import dev.flux.schema.Index;
import dev.flux.sql.IndexOperation.CreateIndex;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Catches a new index whose work another one does as well once the change has run: one that begins
 * with the same columns, or that makes an older one so.
 *
 * <p>In production: every write keeps it up and it takes room, and no query needs it.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB; every version. Unique, partial and expression indexes,
 * other orders, operator classes and methods are told apart.
 *
 * <p>Safe path: leave the shorter one out.
 *
 * <p>Source: PostgreSQL manual, 11.3 Multicolumn Indexes.
 */
final class RedundantIndex implements Hazard {
  /** Column names alone: no order, operator class, collation, INCLUDE or storage parameter. */
  private static final Pattern PLAIN =
      Pattern.compile(
          "[^(]*\\(\\s*[\\w\"`$]+(?:\\s+asc)?(?:\\s*,\\s*[\\w\"`$]++(?:\\s+asc)?)*+\\s*\\)\\s*");

  @Override
  public String id() {
    return "redundant-index";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    return examination.migrations().stream()
        .flatMap(
            migration ->
                migration.clauses().stream()
                    .flatMap(clause -> examine(clause, examination.after(migration)).stream()))
        .toList();
  }

  private List<Finding> examine(ExaminedClause clause, Catalog after) {
    if (!(clause.operation() instanceof CreateIndex create) || create.index().isEmpty()) {
      return List.of();
    }
    Optional<Index> own = index(create, after);
    if (own.isEmpty() || !sortsPlainly(own.get())) {
      return List.of();
    }
    return clause.findTable(create.table()).stream()
        .flatMap(table -> table.indexes().stream())
        .filter(older -> after.findIndex(older.name()).filter(older::equals).isPresent())
        .flatMap(older -> compare(own.get(), older, clause).stream())
        .limit(1)
        .toList();
  }

  private static Optional<Index> index(CreateIndex create, Catalog after) {
    return after
        .findTable(create.table())
        .flatMap(table -> create.index().flatMap(index -> table.findIndex(index.name())));
  }

  private List<Finding> compare(Index own, Index older, ExaminedClause clause) {
    if (own.name().equals(older.name())) {
      return List.of();
    }
    if (isPlain(own) && does(older, own)) {
      return finding(clause, own, older, "Leave it out.");
    }
    return isPlain(older) && does(own, older)
        ? finding(clause, older, own, "Drop it in a later migration.")
        : List.of();
  }

  /** An index that only finds rows, by columns as they are. */
  private static boolean isPlain(Index index) {
    return !index.unique() && index.constraint().isEmpty() && sortsPlainly(index);
  }

  private static boolean sortsPlainly(Index index) {
    return index.plain()
        && index.method().equalsIgnoreCase("btree")
        && (index.constraint().isPresent()
            || PLAIN.matcher(index.definition().toLowerCase(Locale.ROOT)).matches());
  }

  private static boolean does(Index larger, Index shorter) {
    List<String> columns = shorter.columns();
    return sortsPlainly(larger)
        && larger.columns().size() >= columns.size()
        && larger.columns().subList(0, columns.size()).equals(columns);
  }

  private List<Finding> finding(ExaminedClause clause, Index shorter, Index larger, String remedy) {
    return clause.finding(
        this,
        "Every write keeps " + Words.code(shorter.name().name()) + " up for nothing",
        Words.code(larger.name().name()) + " begins with the same columns",
        remedy);
  }
}
