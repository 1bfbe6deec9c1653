package dev.flux.hazard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ConstraintOperation.AddConstraint;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOperation.RenameTable;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Catches names of new tables, columns, indexes and constraints that are longer than 63 bytes.
 * Spoken once a file.
 *
 * <p>In production: PostgreSQL cuts the name off with a notice: two that begin alike become one,
 * and whoever looks for the whole name in the catalogs finds nothing.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: shorter names.
 *
 * <p>Source: PostgreSQL manual, 4.1.1 Identifiers and Key Words.
 */
final class NameTooLong implements Hazard {
  private static final int LONGEST = 63;

  /** In bytes of UTF-8: a name ends before the character that does not fit. */
  private static final int LONGEST_CHARACTER = 4;

  @Override
  public String id() {
    return "name-too-long";
  }

  @Override
  public Severity severity() {
    return Severity.ADVICE;
  }

  @Override
  public List<Finding> examine(ExaminedMigration migration) {
    List<ExaminedClause> clauses =
        migration.clauses().stream()
            .filter(clause -> clause.postgresql() && tooLong(clause).findAny().isPresent())
            .toList();
    return clauses.isEmpty()
        ? List.of()
        : clauses
            .get(0)
            .finding(
                this,
                "PostgreSQL cuts the name off, and another that begins alike becomes the same",
                Words.few(clauses.stream().flatMap(NameTooLong::tooLong).toList())
                    + " has more than 63 bytes",
                "Use a shorter name.");
  }

  private static Stream<String> tooLong(ExaminedClause clause) {
    return names(clause.operation()).filter(name -> isCut(name, clause.statement().sql()));
  }

  /** A name is read as the server keeps it; what is written goes on behind. */
  private static boolean isCut(String name, String sql) {
    return name.getBytes(UTF_8).length > LONGEST - LONGEST_CHARACTER
        && Pattern.compile(
                Pattern.quote(name) + "[\\p{L}\\w$]",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
            .matcher(sql)
            .find();
  }

  private static Stream<String> names(Operation operation) {
    if (operation instanceof CreateTable create) {
      return Stream.concat(
          Stream.of(create.table().name()), create.columns().stream().map(column -> column.name()));
    }
    if (operation instanceof CreateIndex create) {
      return create.index().map(ObjectName::name).stream();
    }
    if (operation instanceof AddConstraint add) {
      return add.constraint().name().stream();
    }
    if (operation instanceof AddColumn add) {
      return Stream.of(add.columnName());
    }
    if (operation instanceof RenameColumn rename) {
      return Stream.of(rename.to());
    }
    return operation instanceof RenameTable rename ? Stream.of(rename.to()) : Stream.empty();
  }
}
