package dev.flux.hazard;

/**
 * Catches new columns of the type {@code timestamp} without time zone. Spoken once a file.
 *
 * <p>In production: the value says no moment, only what a clock showed; sessions with another
 * TimeZone write and read other moments, and {@code now()} is cut down to the session's zone.
 *
 * <p>Engines: PostgreSQL, every version.
 *
 * <p>Safe path: {@code timestamptz}; it takes the same room and keeps the moment.
 *
 * <p>Source: PostgreSQL manual, 8.5.1.3 Time Stamps.
 */
final class TimestampWithoutTimeZone extends ColumnStyle {
  TimestampWithoutTimeZone() {
    super(
        "timestamp-without-time-zone",
        "Sessions in other time zones read and write other moments",
        "kept without a time zone",
        "Use `timestamptz`: it takes the same room and keeps the moment.");
  }

  @Override
  boolean concerns(NewColumn column) {
    return column.clause().postgresql() && column.type().equals("timestamp without time zone");
  }
}
