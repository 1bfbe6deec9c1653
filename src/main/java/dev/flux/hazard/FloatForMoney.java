package dev.flux.hazard;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Catches new columns that by their name hold money and by their type a binary fraction. Spoken
 * once a file.
 *
 * <p>In production: most amounts have no exact binary fraction: sums are off, and equal amounts
 * compare as different.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: {@code numeric} with a scale, or whole cents in a {@code bigint}.
 *
 * <p>Source: PostgreSQL manual, 8.1.3 Floating-Point Types.
 */
final class FloatForMoney extends ColumnStyle {
  private static final Set<String> FLOATS =
      Set.of("real", "double precision", "float", "double", "float unsigned", "double unsigned");
  private static final Set<String> MONEY =
      Set.of(
          "price",
          "prices",
          "amount",
          "amounts",
          "cost",
          "costs",
          "fee",
          "fees",
          "salary",
          "wage",
          "wages",
          "revenue",
          "payment",
          "payout",
          "refund",
          "money",
          "usd",
          "eur",
          "gbp",
          "tax",
          "taxes",
          "subtotal",
          "cents",
          "expense",
          "expenses",
          "earnings",
          "deposit",
          "balance");
  private static final Set<String> OTHERWISE =
      Set.of(
          "rate",
          "ratio",
          "percent",
          "percentage",
          "pct",
          "factor",
          "weight",
          "weighted",
          "score",
          "index",
          "load",
          "per",
          "estimated",
          "change");

  FloatForMoney() {
    super(
        "float-for-money",
        "Sums are off, and equal amounts compare as different",
        "money in binary fractions",
        "Use `numeric` with a scale, or whole cents in a `bigint`.");
  }

  @Override
  boolean concerns(NewColumn column) {
    if (!FLOATS.contains(column.type())) {
      return false;
    }
    List<String> words = words(column.column().name());
    return words.stream().anyMatch(MONEY::contains)
        && words.stream().noneMatch(OTHERWISE::contains);
  }

  private static List<String> words(String name) {
    return Arrays.stream(name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").split("[^A-Za-z]+", -1))
        .map(word -> word.toLowerCase(Locale.ROOT))
        .toList();
  }
}
