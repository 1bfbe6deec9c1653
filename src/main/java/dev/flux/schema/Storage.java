package dev.flux.schema;

import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOperation.RewriteTable;
import dev.flux.sql.TableOptions;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an engine keeps the rows of a table.
 *
 * @param unlogged whether changes of its rows are not logged
 * @param tablespace in lower case; empty for the one that the database has by default
 * @param method access method in lower case; empty for the one that the server has by default
 * @param options of MySQL and MariaDB, as last written
 * @param rowVersions how often columns came or went since the rows were last written anew, as far
 *     as that is told
 * @param documentIds whether a full-text index that is gone has left its hidden column of document
 *     ids, which InnoDB keeps until it writes the table anew (MySQL 8.0 manual, 17.6.2.4 InnoDB
 *     Full-Text Indexes)
 * @param partitioning what stands behind PARTITION BY, on PostgreSQL
 * @param bounds of a partition, {@code FOR VALUES …} or {@code DEFAULT}, on PostgreSQL
 */
public record Storage(
    boolean unlogged,
    Optional<String> tablespace,
    Optional<String> method,
    TableOptions options,
    int rowVersions,
    boolean documentIds,
    Optional<String> partitioning,
    Optional<String> bounds) {
  /** As every table is kept of which nothing else is said. */
  public static final Storage PLAIN =
      new Storage(
          false,
          Optional.empty(),
          Optional.empty(),
          TableOptions.NONE,
          0,
          false,
          Optional.empty(),
          Optional.empty());

  private static final Pattern TABLESPACE = Pattern.compile("(?i)\\btablespace\\s+\"?([\\w$]+)\"?");
  private static final Pattern METHOD =
      Pattern.compile("(?i)(?:\\)\\s*using|\\baccess\\s+method)\\s+\"?([\\w$]+)\"?");

  private static final Pattern PARTITION_BY =
      Pattern.compile(
          "(?is)\\bpartition\\s+by\\s+((?:range|list|hash)\\s*\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*+\\))*+\\))");
  private static final Pattern BOUNDS =
      Pattern.compile("(?is)\\b(for\\s+values\\s.*?|default\\s*)(?:\\bpartition\\s+by\\b.*)?$");

  static Storage of(CreateTable operation) {
    String text = operation.definition();
    return new Storage(
        operation.unlogged(),
        found(TABLESPACE, text, "pg_default"),
        operation.asQuery() ? Optional.empty() : found(METHOD, text, "heap"),
        operation.options(),
        0,
        false,
        operation.partitioned() ? written(PARTITION_BY, text) : Optional.empty(),
        operation.partitionOf().isPresent() ? written(BOUNDS, text) : Optional.empty());
  }

  private static Optional<String> written(Pattern form, String text) {
    Matcher matcher = form.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  /** After an action of ALTER TABLE, written as {@code text}. */
  public Storage after(RewriteTable operation) {
    return switch (operation.cause()) {
      case SET_LOGGED ->
          new Storage(
              false, tablespace, method, options, rowVersions, documentIds, partitioning, bounds);
      case SET_UNLOGGED ->
          new Storage(
              true, tablespace, method, options, rowVersions, documentIds, partitioning, bounds);
      case SET_TABLESPACE -> {
        Optional<String> named = found(TABLESPACE, operation.text(), "pg_default");
        yield new Storage(
            unlogged, named, method, options, rowVersions, documentIds, partitioning, bounds);
      }
      case SET_ACCESS_METHOD -> {
        Optional<String> named = found(METHOD, operation.text(), "heap");
        yield new Storage(
            unlogged, tablespace, named, options, rowVersions, documentIds, partitioning, bounds);
      }
      case VACUUM_FULL, CLUSTER, OPTIMIZE, ENGINE, FORCE, ROW_FORMAT, ORDER_BY -> rewritten(false);
      // MariaDB may do it without writing rows.
      case CONVERT_CHARSET -> rewritten(documentIds);
    };
  }

  private Storage rewritten(boolean left) {
    return new Storage(unlogged, tablespace, method, options, 0, left, partitioning, bounds);
  }

  /** As it begins for another table that is made like this one. */
  Storage forCopy() {
    return rewritten(false);
  }

  /** With the hidden column of document ids that a full-text index leaves, or without. */
  Storage withDocumentIds(boolean left) {
    return new Storage(
        unlogged, tablespace, method, options, rowVersions, left, partitioning, bounds);
  }

  /** With options that were written later. */
  Storage with(TableOptions written) {
    return new Storage(
        unlogged,
        tablespace,
        method,
        written.or(options),
        rowVersions,
        documentIds,
        partitioning,
        bounds);
  }

  /** As a partition of these bounds; of none any more where there are none. */
  Storage within(Optional<String> others) {
    return new Storage(
        unlogged, tablespace, method, options, rowVersions, documentIds, partitioning, others);
  }

  /** With one more version of rows. */
  Storage withRowVersion() {
    return new Storage(
        unlogged, tablespace, method, options, rowVersions + 1, documentIds, partitioning, bounds);
  }

  private static Optional<String> found(Pattern form, String text, String usual) {
    Matcher matcher = form.matcher(text);
    return matcher.find()
        ? Optional.of(matcher.group(1).toLowerCase(Locale.ROOT))
            .filter(name -> !name.equals(usual) && !name.equals("default"))
        : Optional.empty();
  }
}
