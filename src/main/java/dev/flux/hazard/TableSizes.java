package dev.flux.hazard;

import dev.flux.config.RepositorySettings;
import dev.flux.config.RepositorySettings.TableSize;
import dev.flux.config.TableStatistics;
import dev.flux.engine.Impact;
import dev.flux.sql.ObjectName;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How much tables hold, as far as somebody says. On a small table a lock is gone before anybody
 * notices; what breaks the running application breaks it there too.
 *
 * @param settings {@code tables} of these win over the statistics
 */
public record TableSizes(RepositorySettings settings, TableStatistics statistics) {
  /** Read or written anew within some milliseconds. */
  private static final long FEW_ROWS = 1_000;

  private static final long SOME_ROWS = 10_000;
  private static final long SMALL_BYTES = 10L << 20;

  /** Hazards whose whole danger is how long a lock is held. */
  private static final Set<String> LOCK_DURATION =
      Set.of(
          "add-check-validating",
          "add-column-auto-increment",
          "add-column-default-on-old-engine",
          "add-column-inline-constraint",
          "add-column-stored-generated",
          "add-column-volatile-default",
          "add-exclusion-constraint",
          "add-foreign-key-validating",
          "add-primary-key",
          "add-unique-constraint",
          "alter-blocks-writes",
          "alter-copies-table",
          "attach-partition-unchecked",
          "backfill-with-schema-change",
          "change-column-type",
          "create-index-blocking",
          "fulltext-or-spatial-index",
          "insert-select-large",
          "long-write-lock",
          "reindex-blocking",
          "rewrite-table",
          "set-not-null-cold",
          "unbounded-update",
          "work-under-exclusive-lock");

  /** What somebody says about a table, and where. */
  public record Known(TableSize size, String source) {
    /** In words: {@code 200 rows, as `flux.yml` says}. */
    public String words() {
      String amount =
          size.rows().isPresent()
              ? String.format(Locale.ROOT, "%,d rows", size.rows().getAsLong())
              : size.bytes().isPresent() ? bytes(size.bytes().getAsLong()) : "few rows";
      return amount + ", as `" + source + "` says";
    }

    private static String bytes(long bytes) {
      return bytes < (1 << 20)
          ? (bytes >> 10) + " kB"
          : bytes < (1 << 30)
              ? (bytes >> 20) + " MB"
              : String.format(Locale.ROOT, "%.1f GB", bytes / (double) (1 << 30));
    }
  }

  /** What is known of a table; nothing where two of the name differ in their schema alone. */
  public Optional<Known> find(ObjectName table) {
    return one(settings.tables(), table, RepositorySettings.FILE)
        .or(() -> one(statistics.tables(), table, statistics.source()));
  }

  private static Optional<Known> one(List<TableSize> sizes, ObjectName table, String source) {
    List<TableSize> found = sizes.stream().filter(size -> names(size.name(), table)).toList();
    return found.size() == 1 ? Optional.of(new Known(found.get(0), source)) : Optional.empty();
  }

  private static boolean names(String name, ObjectName table) {
    int dot = name.lastIndexOf('.');
    boolean sameSchema =
        dot < 0 || table.schema().isEmpty() || table.schema().get().equals(name.substring(0, dot));
    return name.substring(dot + 1).equals(table.name()) && sameSchema;
  }

  /** The findings about an operation, weighed by the tables that it reads or writes anew. */
  List<Finding> weigh(List<Finding> findings, ExaminedClause clause) {
    if (findings.isEmpty() || saysNothing()) {
      return findings;
    }
    Set<ObjectName> tables = new LinkedHashSet<>();
    Subject.of(clause.operation()).ifPresent(tables::add);
    clause.impact().stream().flatMap(TableSizes::worked).forEach(tables::add);
    return weigh(findings, tables);
  }

  /** The findings about a file, weighed by every table in use that it reads or writes anew. */
  List<Finding> weigh(List<Finding> findings, ExaminedMigration migration) {
    if (findings.isEmpty() || saysNothing()) {
      return findings;
    }
    Set<ObjectName> tables = new LinkedHashSet<>();
    for (ExaminedClause clause : migration.clauses()) {
      clause.impact().stream()
          .flatMap(TableSizes::worked)
          .filter(table -> !clause.isOwn(table))
          .forEach(tables::add);
    }
    return weigh(findings, tables);
  }

  private boolean saysNothing() {
    return settings.tables().isEmpty() && statistics.tables().isEmpty();
  }

  private List<Finding> weigh(List<Finding> findings, Set<ObjectName> tables) {
    List<Known> known = tables.stream().flatMap(table -> find(table).stream()).toList();
    if (tables.isEmpty() || known.size() < tables.size()) {
      return findings;
    }
    Optional<Severity> most = known.stream().map(TableSizes::most).reduce(TableSizes::graver);
    return findings.stream().map(finding -> lower(finding, most, known, tables)).toList();
  }

  private static Stream<ObjectName> worked(Impact impact) {
    return Stream.of(impact.rewrites(), impact.scans(), impact.builds())
        .map(impact::filled)
        .flatMap(List::stream);
  }

  private static Finding lower(
      Finding finding, Optional<Severity> most, Iterable<Known> known, Set<ObjectName> tables) {
    if (!LOCK_DURATION.contains(finding.hazard())
        || most.filter(severity -> severity.compareTo(finding.severity()) < 0).isEmpty()) {
      return finding;
    }
    return finding
        .with(most.get())
        .assuming(Words.codes(tables) + " holds " + known.iterator().next().words() + ".");
  }

  /** How much a lock on a table of this size can matter. */
  private static Severity most(Known known) {
    TableSize size = known.size();
    boolean heavy = size.bytes().isPresent() && size.bytes().getAsLong() > SMALL_BYTES;
    if (size.small()
        || (!heavy && size.rows().isPresent() && size.rows().getAsLong() <= FEW_ROWS)) {
      return Severity.ADVICE;
    }
    boolean some =
        size.rows().isPresent()
            ? !heavy && size.rows().getAsLong() <= SOME_ROWS
            : size.bytes().isPresent() && !heavy;
    return some ? Severity.WARNING : Severity.DANGER;
  }

  private static Severity graver(Severity one, Severity other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
