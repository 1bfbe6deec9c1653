package dev.flux.engine.postgresql;

import dev.flux.engine.EngineVersion;
import dev.flux.schema.Catalog;
import dev.flux.schema.UserType;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What ALTER COLUMN … TYPE does to the rows: the rules of {@code ATColumnChangeRequiresRewrite},
 * with the casts that need no function and the length coercions that the planner drops (measured).
 */
final class TypeChange {

  /** How much has to be done. */
  enum Work {
    NO_WORK,
    /** The rows stay, but an index on the column does not fit the new type. */
    REBUILD_INDEXES,
    REWRITE
  }

  /**
   * What is to be done.
   *
   * @param assumption what it rests on, as a sentence; empty where it is known
   */
  record Answer(Work work, Optional<String> assumption) {}

  private static final String VARCHAR = "character varying";
  private static final String TIMESTAMP = "timestamp without time zone";
  private static final String TIMESTAMPTZ = "timestamp with time zone";

  /** Units of an interval, the smallest first. */
  private static final List<String> FIELDS =
      List.of("second", "minute", "hour", "day", "month", "year");

  /** Casts without a function between types whose indexes are the same. */
  private static final Set<List<String>> SAME_BYTES =
      Set.of(
          List.of(VARCHAR, "text"),
          List.of("text", VARCHAR),
          List.of("cidr", "inet"),
          List.of("oid", "regclass"),
          List.of("regclass", "oid"));

  /** Casts without a function between types whose indexes differ. */
  private static final Set<List<String>> OTHER_ORDER =
      Set.of(
          List.of("citext", "text"),
          List.of("citext", VARCHAR),
          List.of("text", "citext"),
          List.of(VARCHAR, "citext"),
          List.of("integer", "oid"),
          List.of("oid", "integer"),
          List.of("integer", "regclass"),
          List.of("regclass", "integer"),
          List.of("bit varying", "bit"),
          List.of("bit", "bit varying"),
          List.of("xml", "text"),
          List.of("xml", VARCHAR));

  private final Catalog catalog;
  private final EngineVersion version;

  TypeChange(Catalog catalog, EngineVersion version) {
    this.catalog = catalog;
    this.version = version;
  }

  /** What a change between two types takes. */
  Answer between(SqlType from, SqlType to) {
    Optional<UserType> domain = domain(to);
    if (domain.isPresent()) {
      if (from.sameAs(to)) {
        return known(Work.NO_WORK);
      }
      return Domains.constrained(to, catalog)
          ? known(Work.REWRITE)
          : between(from, domain.get().base().orElse(to));
    }
    Optional<SqlType> base = domain(from).flatMap(UserType::base);
    if (base.isPresent()) {
      // Inside a domain the length of its base type is not seen.
      return between(unlimited(base.get()), to);
    }
    if (from.dimensions() != to.dimensions()) {
      return (from.dimensions() > 0 && to.dimensions() > 0)
          ? between(flat(from), flat(to))
          : known(Work.REWRITE);
    }
    if (from.name().equals(to.name())) {
      return known(widens(from, to) ? Work.NO_WORK : Work.REWRITE);
    }
    return between(from, to, List.of(from.name(), to.name()));
  }

  private Answer between(SqlType from, SqlType to, List<String> names) {
    boolean array = from.dimensions() > 0;
    if (array) {
      // An array is converted element by element, even where the elements stay as they are.
      return known(Work.REWRITE);
    }
    if (timestamps(names)) {
      return timeZone(from, to);
    }
    boolean unlimited = to.modifiers().isEmpty() && !names.get(1).equals("bit");
    if (SAME_BYTES.contains(names) && unlimited) {
      return known(Work.NO_WORK);
    }
    if (OTHER_ORDER.contains(names) && unlimited) {
      return known(Work.REBUILD_INDEXES);
    }
    return known(Work.REWRITE);
  }

  private static Answer known(Work work) {
    return new Answer(work, Optional.empty());
  }

  private Optional<UserType> domain(SqlType type) {
    return Domains.find(type, catalog);
  }

  private static SqlType unlimited(SqlType type) {
    return new SqlType(type.name(), List.of(), type.dimensions(), type.text());
  }

  private static SqlType flat(SqlType type) {
    return new SqlType(type.name(), type.modifiers(), 1, type.text());
  }

  private static boolean timestamps(List<String> names) {
    return names.equals(List.of(TIMESTAMP, TIMESTAMPTZ))
        || names.equals(List.of(TIMESTAMPTZ, TIMESTAMP));
  }

  /** Between the two timestamps nothing changes while the session's TimeZone is UTC. */
  private Answer timeZone(SqlType from, SqlType to) {
    // The cast comes first, and what it gives is then cut to the precision.
    if (!version.atLeast(12) || !precise(unlimited(from), to)) {
      return known(Work.REWRITE);
    }
    Optional<String> zone = catalog.findSetting("timezone").map(z -> z.toLowerCase(Locale.ROOT));
    if (zone.isEmpty()) {
      return new Answer(
          Work.REWRITE,
          Optional.of(
              "The session's TimeZone is not known; with `UTC` the table would not be rewritten."));
    }
    Set<String> utc =
        Set.of("utc", "etc/utc", "gmt", "etc/gmt", "uct", "zulu", "universal", "0", "gmt0");
    return known(utc.contains(zone.get()) ? Work.REBUILD_INDEXES : Work.REWRITE);
  }

  /** Whether the same type with other modifiers holds every value as it is. */
  private static boolean widens(SqlType from, SqlType to) {
    if (to.name().equals("interval") && from.dimensions() == 0) {
      return keepsFields(from, to);
    }
    if (from.modifiers().equals(to.modifiers())) {
      return true;
    }
    if (from.dimensions() > 0) {
      return to.modifiers().isEmpty();
    }
    return switch (to.name()) {
      case VARCHAR, "bit varying" -> to.modifiers().isEmpty() || longer(from, to);
      case "numeric" -> to.modifiers().isEmpty() || sameScale(from, to);
      case TIMESTAMP, TIMESTAMPTZ, "time without time zone", "time with time zone" ->
          precise(from, to);
      default -> false;
    };
  }

  /** Of an interval the fields below the least one are cut off, and fractions of seconds. */
  private static boolean keepsFields(SqlType from, SqlType to) {
    int old = leastField(from);
    int now = leastField(to);
    return now <= old && (old > 0 || precise(from, to));
  }

  /** The smallest unit that the type keeps, counted from the second. */
  private static int leastField(SqlType type) {
    String text = type.text().toLowerCase(Locale.ROOT).replaceAll("\\(.*?\\)", "").strip();
    int field = FIELDS.indexOf(text.substring(text.lastIndexOf(' ') + 1));
    return Math.max(field, 0);
  }

  private static boolean longer(SqlType from, SqlType to) {
    Optional<Integer> old = number(from, 0);
    Optional<Integer> now = number(to, 0);
    return old.isPresent() && now.isPresent() && now.get() >= old.get();
  }

  private static boolean sameScale(SqlType from, SqlType to) {
    return longer(from, to) && number(from, 1).orElse(0).equals(number(to, 1).orElse(0));
  }

  /** Whether fractions of seconds keep all their digits; 6 is the most there are. */
  private static boolean precise(SqlType from, SqlType to) {
    int old = number(from, 0).orElse(6);
    int now = number(to, 0).orElse(6);
    return now >= old;
  }

  private static Optional<Integer> number(SqlType type, int at) {
    if (type.modifiers().size() <= at || !type.modifiers().get(at).strip().matches("-?\\d{1,9}")) {
      return Optional.empty();
    }
    return Optional.of(Integer.parseInt(type.modifiers().get(at).strip()));
  }
}
