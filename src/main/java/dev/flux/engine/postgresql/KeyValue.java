package dev.flux.engine.postgresql;

import dev.flux.schema.Catalog;
import dev.flux.schema.UserType;
import dev.flux.sql.SqlType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A constant that a partition key has or is compared with.
 *
 * @param text of a value that is only told apart from others; empty where it has a place
 * @param place in the order of numbers or times; empty for texts, whose order is a collation's
 */
record KeyValue(String text, Optional<BigDecimal> place) {
  /** That there is none: no text has this. */
  static final KeyValue NULL = new KeyValue("\0", Optional.empty());

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?is)(?:(date|timestamp|timestamptz)\\s*)?'((?:[^']|'')*+)'\\s*(?:::\\s*([\\w ]+))?");
  private static final Pattern TIME =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)(?:[ T](\\d\\d):(\\d\\d)(?::(\\d\\d)(\\.\\d+)?)?"
              + "\\s?(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?");
  private static final Set<String> NUMBERS = Set.of("smallint", "integer", "bigint", "numeric");

  /** The type whose constants may leave their zone to the session. */
  static final String ZONED = "timestamp with time zone";

  private static final Set<String> TIMES = Set.of("date", "timestamp without time zone", ZONED);
  private static final Set<String> BOOLEANS = Set.of("true", "false");
  private static final Pattern UUID =
      Pattern.compile("(?i)[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
  private static final Set<String> TEXTS = Set.of("text", "character varying");

  /** The constant as SQL has it; empty for anything else, and where its meaning is not certain. */
  static Optional<KeyValue> find(String sql, SqlType type, Catalog catalog) {
    String written = sql.strip();
    if (written.equalsIgnoreCase("null")) {
      return Optional.of(NULL);
    }
    if (type.name().equals("boolean") && BOOLEANS.contains(written.toLowerCase(Locale.ROOT))) {
      return Optional.of(new KeyValue(written.toLowerCase(Locale.ROOT), Optional.empty()));
    }
    if (NUMBERS.contains(type.name()) && NUMBER.matcher(written).matches()) {
      return Optional.of(at(written));
    }
    Matcher quoted = QUOTED.matcher(written);
    if (!quoted.matches()
        || !isOf(type, quoted.group(1))
        || !isOf(type, quoted.group(3))
        || type.dimensions() > 0) {
      return Optional.empty();
    }
    String value = quoted.group(2);
    if (NUMBERS.contains(type.name()) && NUMBER.matcher(value).matches()) {
      return Optional.of(at(value));
    }
    if (TIMES.contains(type.name())) {
      return time(value, type);
    }
    if (type.name().equals("uuid")) {
      return UUID.matcher(value).matches()
          ? Optional.of(new KeyValue(value.toLowerCase(Locale.ROOT), Optional.empty()))
          : Optional.empty();
    }
    boolean text =
        TEXTS.contains(type.name())
            || catalog.findType(type).filter(t -> t.kind() == UserType.Kind.ENUM).isPresent();
    return text ? Optional.of(new KeyValue(value, Optional.empty())) : Optional.empty();
  }

  /** Whether it is a time whose zone is that of the session. */
  static boolean isLocal(String sql, SqlType type) {
    Matcher quoted = QUOTED.matcher(sql.strip());
    if (!type.name().equals(ZONED) || !quoted.matches()) {
      return false;
    }
    Matcher time = TIME.matcher(quoted.group(2).strip());
    return time.matches() && time.group(8) == null;
  }

  private static boolean isOf(SqlType type, @Nullable String said) {
    if (said == null) {
      return true;
    }
    String name = said.strip().toLowerCase(Locale.ROOT);
    return name.equals(type.name())
        || name.equalsIgnoreCase(type.text())
        || (name.equals("timestamptz") && type.name().equals(ZONED))
        || (name.equals("timestamp") && type.name().equals("timestamp without time zone"));
  }

  private static KeyValue at(String number) {
    return at(new BigDecimal(number));
  }

  /** The value at that place. */
  static KeyValue at(BigDecimal place) {
    return new KeyValue("", Optional.of(place.stripTrailingZeros()));
  }

  /** Seconds since some day, as in UTC where no zone is written. */
  private static Optional<KeyValue> time(String value, SqlType type) {
    Matcher time = TIME.matcher(value.strip());
    if (!time.matches() || (type.name().equals("date") && time.group(4) != null)) {
      return Optional.empty();
    }
    try {
      LocalDateTime local =
          LocalDate.of(part(time, 1), part(time, 2), part(time, 3))
              .atTime(part(time, 4), part(time, 5), part(time, 6));
      boolean zoned = type.name().equals(ZONED) && time.group(8) != null;
      long second = local.toEpochSecond(zoned ? ZoneOffset.of(time.group(8)) : ZoneOffset.UTC);
      String fraction = time.group(7) == null ? "0" : "0" + time.group(7);
      return Optional.of(at(new BigDecimal(second).add(new BigDecimal(fraction))));
    } catch (DateTimeException noSuchTime) {
      return Optional.empty();
    }
  }

  private static int part(Matcher time, int group) {
    return time.group(group) == null ? 0 : Integer.parseInt(time.group(group));
  }
}
