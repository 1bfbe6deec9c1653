package dev.flux.sql;

/** Reads what is said of partitions. */
final class PartitionReader {
  private PartitionReader() {}

  /** {@code FOR VALUES …} or {@code DEFAULT}, as written. */
  static String bounds(Tokens tokens) {
    int start = tokens.at();
    if (tokens.take("DEFAULT")) {
      return tokens.textSince(start);
    }
    tokens.expect("FOR", "VALUES");
    if (tokens.take("FROM")) {
      bound(tokens);
      tokens.expect("TO");
    } else if (!tokens.take("IN")) {
      tokens.expect("WITH");
    }
    bound(tokens);
    return tokens.textSince(start);
  }

  private static void bound(Tokens tokens) {
    tokens.group().refusePlaceholders();
  }

  /** {@code PARTITION BY RANGE (…)}, if it stands here. */
  static boolean by(Tokens tokens) {
    if (!tokens.take("PARTITION", "BY")) {
      return false;
    }
    tokens.identifier("RANGE, LIST or HASH");
    tokens.skipGroup();
    return true;
  }
}
