package dev.flux.engine.postgresql;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.SetColumnOption;
import dev.flux.sql.CommaList;
import dev.flux.sql.Constraint;
import dev.flux.sql.DataOperation;
import dev.flux.sql.IndexOperation.Reindex;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.SessionOperation.Maintain;
import dev.flux.sql.TableOperation.CreateTable;
import dev.flux.sql.TableOperation.RewriteTable;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Since which major version the server takes a form; of a form that it refuses there is no fact
 * (release notes of each version; measured).
 */
final class Grammar {
  /** Every version that Flux has facts about takes it. */
  static final int ALWAYS = 0;

  /** A constraint that heirs do not have. */
  static final Pattern NO_INHERIT = Pattern.compile("(?i)\\bno\\s+inherit\\b");

  /** A constraint that is only written down. */
  static final Pattern NOT_ENFORCED = Pattern.compile("(?i)\\bnot\\s+enforced\\b");

  /** A key that holds for a range of time, and one that references such. */
  private static final Pattern OVERLAPS = Pattern.compile("(?i)\\bwithout\\s+overlaps\\s*\\)");

  private static final Pattern PERIOD = Pattern.compile("(?i)[(,]\\s*period\\s+[\\w\"]");

  private static final Pattern SCHEMAS = Pattern.compile("(?i)\\btables\\s+in\\s+schema\\b");
  private static final Pattern STATISTICS = Pattern.compile("(?i)\\bset\\s+statistics\\b");
  private static final Pattern LOGGED = Pattern.compile("(?i)\\bset\\s+(?:un)?logged\\b");
  private static final Pattern RENAME_COLUMN = Pattern.compile("(?i)\\brename\\s+column\\b");
  private static final Pattern METHOD = Pattern.compile("(?i)\\)\\s*using\\s+[\\w\"]");
  private static final Pattern DEFAULT = Pattern.compile("(?i)\\bdefault\\s*$");

  private static final Pattern NULLS_NOT_DISTINCT =
      Pattern.compile("(?i)\\bnulls\\s+not\\s+distinct\\b");

  private static final Pattern STORAGE = Pattern.compile("(?i)\\sstorage\\s+\\w");
  private static final Pattern COMPRESSION = Pattern.compile("(?i)\\scompression\\s+\\w");

  /** Rows or columns of a published table. */
  private static final Pattern PARTLY =
      Pattern.compile(
          "(?i)\\btable\\s+(?:only\\s+)?[\\w.\"]+\\s*\\(|\\)\\s*where\\b|\\bwhere\\s*\\(");

  private static final Pattern VIA_ROOT = Pattern.compile("(?i)\\bpublish_via_partition_root\\b");

  private static final Pattern OPTIONS =
      Pattern.compile("(?is)(vacuum|analy[sz]e|reindex)\\s*\\(([^()]*)\\)");

  /** A table without its heirs. */
  static final Pattern ONLY = Pattern.compile("(?i)\\bonly[\\s(]");

  /** A body that is no string. */
  private static final Pattern PARSED_BODY =
      Pattern.compile("(?i)^\\s*(?:begin\\s+atomic|return)\\b");

  private Grammar() {}

  /** A routine. */
  static int since(ObjectOperation.CreateRoutine operation) {
    boolean parsed =
        operation.language().equals("sql")
            && operation.body().filter(body -> PARSED_BODY.matcher(body).find()).isPresent();
    return parsed ? 14 : ALWAYS;
  }

  /** A column of CREATE TABLE or ADD COLUMN. */
  static int since(ColumnDefinition column) {
    int generated = column.generated().map(g -> g.stored() ? 12 : 18).orElse(ALWAYS);
    String text = column.text().replaceAll("'[^']*'", "''");
    int kept = STORAGE.matcher(text).find() ? 16 : COMPRESSION.matcher(text).find() ? 14 : ALWAYS;
    return Math.max(kept, Math.max(generated, since(column.constraints())));
  }

  /** A constraint of a table. */
  static int since(Constraint constraint) {
    String text = constraint.definition();
    if (NOT_ENFORCED.matcher(text).find()) {
      return 18;
    }
    return switch (constraint.kind()) {
      case NOT_NULL -> 18;
      case FOREIGN_KEY -> PERIOD.matcher(text).find() ? 18 : ALWAYS;
      case PRIMARY_KEY, UNIQUE -> OVERLAPS.matcher(text).find() ? 18 : sinceNulls(text);
      case CHECK, EXCLUSION -> ALWAYS;
    };
  }

  /** MERGE. */
  static int since(DataOperation.Merge operation) {
    return operation.extended() ? 17 : 15;
  }

  /** REINDEX. */
  static int since(Reindex operation) {
    return Math.max(operation.concurrently() ? 12 : ALWAYS, sinceOptions(operation.text()));
  }

  /** VACUUM and ANALYZE. */
  static int since(Maintain operation) {
    return ONLY.matcher(operation.text()).find() ? 18 : sinceOptions(operation.text());
  }

  /** What stands in parentheses behind the first word. */
  private static int sinceOptions(String text) {
    Matcher options = OPTIONS.matcher(text);
    return !options.lookingAt()
        ? ALWAYS
        : CommaList.parts(options.group(2).toLowerCase(Locale.ROOT)).stream()
            .mapToInt(option -> sinceOption(options.group(1), option))
            .max()
            .orElse(ALWAYS);
  }

  private static int sinceOption(String verb, String option) {
    String name = option.replaceFirst("\\s.*", "");
    boolean reindex = verb.equalsIgnoreCase("reindex");
    // An option that is given a value, though it be TRUE.
    int valued = name.length() == option.length() ? ALWAYS : reindex ? 14 : 12;
    return switch (name) {
      case "skip_locked", "truncate", "index_cleanup" -> 12;
      case "parallel" -> 13;
      case "process_toast", "concurrently", "tablespace" -> 14;
      case "process_main", "buffer_usage_limit", "skip_database_stats", "only_database_stats" -> 16;
      default -> valued;
    };
  }

  /** What writes a table anew. */
  static int since(RewriteTable operation) {
    if (operation.cause() == RewriteTable.Cause.VACUUM_FULL) {
      return sinceOptions(operation.text());
    }
    boolean method = operation.cause() == RewriteTable.Cause.SET_ACCESS_METHOD;
    return !method ? ALWAYS : DEFAULT.matcher(operation.text()).find() ? 17 : 15;
  }

  /** A new table, its columns aside. */
  static int since(CreateTable operation) {
    int method = METHOD.matcher(operation.definition()).find() ? 12 : ALWAYS;
    return Math.max(method, since(operation.constraints()));
  }

  /** An option of a column. */
  static int since(SetColumnOption operation) {
    return switch (operation.option()) {
      case COMPRESSION -> 14;
      case STORAGE -> DEFAULT.matcher(operation.text()).find() ? 16 : ALWAYS;
      case STATISTICS -> DEFAULT.matcher(operation.text()).find() ? 17 : ALWAYS;
      case ATTRIBUTES, IDENTITY_SEQUENCE, VISIBILITY -> ALWAYS;
    };
  }

  /** Several of them. */
  static int since(List<Constraint> constraints) {
    return constraints.stream().mapToInt(Grammar::since).max().orElse(ALWAYS);
  }

  /** CREATE of an object that holds no rows. */
  static int sinceCreate(ObjectOperation.CreateObject operation) {
    String text = operation.text();
    if (operation.object() == ObjectKind.STATISTICS) {
      return operation.name().name().matches("(?is)(?:\\(|on\\s).*") ? 16 : ALWAYS;
    }
    if (operation.object() != ObjectKind.PUBLICATION) {
      return ALWAYS;
    }
    boolean parts = SCHEMAS.matcher(text).find() || PARTLY.matcher(text).find();
    return parts ? 15 : VIA_ROOT.matcher(text).find() ? 13 : ALWAYS;
  }

  /** ALTER of such an object. */
  static int sinceAlter(ObjectOperation.AlterObject operation) {
    boolean statistics =
        operation.object() == ObjectKind.STATISTICS && STATISTICS.matcher(operation.text()).find();
    boolean unlogged =
        operation.object() == ObjectKind.SEQUENCE && LOGGED.matcher(operation.text()).find();
    boolean renamesColumn =
        operation.object() == ObjectKind.VIEW && RENAME_COLUMN.matcher(operation.text()).find();
    return unlogged ? 15 : statistics || renamesColumn ? 13 : ALWAYS;
  }

  /** A unique index or constraint. */
  static int sinceNulls(String definition) {
    return NULLS_NOT_DISTINCT.matcher(definition).find() ? 15 : ALWAYS;
  }
}
