package dev.flux.engine.postgresql;

import dev.flux.sql.SqlType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The hash by which rows are shared among partitions (manual, CREATE TABLE, PARTITION BY HASH;
 * measured). It is Bob Jenkins' lookup3 with the server's seed, and the same on every server of 64
 * bits whose strings are UTF-8.
 */
final class PartitionHash {
  private static final long SEED = 0x7A5B22367996DCFDL;
  private static final int START = 0x9e3779b9 + 3923095;

  private int a;
  private int b;
  private int c;

  private PartitionHash(int length) {
    a = START + length;
    b = a;
    c = a;
    a += (int) (SEED >>> 32);
    b += (int) SEED;
    mix();
  }

  /**
   * Whether a row belongs to the partition; empty where a type is hashed in a way that is not known
   * here.
   *
   * @param keys the values of a row
   * @param types of each
   */
  static Optional<Boolean> belongs(
      List<KeyValue> keys, List<SqlType> types, long modulus, long remainder) {
    long row = 0;
    for (int i = 0; i < keys.size(); i++) {
      if (keys.get(i).equals(KeyValue.NULL)) {
        continue;
      }
      Optional<Long> hash = hash(keys.get(i), types.get(i).name());
      if (hash.isEmpty()) {
        return Optional.empty();
      }
      row ^= hash.get() + 0x49a0f4dd15e5a8e3L + (row << 54) + (row >>> 7);
    }
    return Optional.of(Long.remainderUnsigned(row, modulus) == remainder);
  }

  private static Optional<Long> hash(KeyValue key, String type) {
    return switch (type) {
      case "smallint", "integer" -> key.place().map(place -> ofInt(place.intValue()));
      case "bigint" -> key.place().map(PartitionHash::ofLong);
      case "text", "character varying" ->
          Optional.of(of(key.text().getBytes(StandardCharsets.UTF_8)));
      case "uuid" -> Optional.of(of(bytes(key.text().replace("-", ""))));
      default -> Optional.empty();
    };
  }

  private static byte[] bytes(String digits) {
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits.substring(2 * i, 2 * i + 2), 16);
    }
    return bytes;
  }

  /** A number that fits into 32 bits has the same hash in both types. */
  private static long ofLong(BigDecimal place) {
    long value = place.longValue();
    int high = (int) (value >>> 32);
    return ofInt((int) value ^ (value >= 0 ? high : ~high));
  }

  private static long ofInt(int value) {
    PartitionHash hash = new PartitionHash(Integer.BYTES);
    hash.a += value;
    return hash.end();
  }

  private static long of(byte[] text) {
    PartitionHash hash = new PartitionHash(text.length);
    int at = 0;
    for (; text.length - at >= 12; at += 12) {
      hash.a += word(text, at, 0);
      hash.b += word(text, at + 4, 0);
      hash.c += word(text, at + 8, 0);
      hash.mix();
    }
    hash.a += word(text, at, 0);
    hash.b += word(text, at + 4, 0);
    // The lowest byte of the last word is kept for the length.
    hash.c += word(text, at + 8, 8);
    return hash.end();
  }

  /** Four bytes, the lowest first; those behind the end are zero. */
  private static int word(byte[] text, int from, int shift) {
    int word = 0;
    for (int i = 0; i < 4 && 8 * i + shift < 32; i++) {
      word |= (from + i < text.length ? text[from + i] & 0xff : 0) << (8 * i + shift);
    }
    return word;
  }

  private void mix() {
    a = (a - c) ^ Integer.rotateLeft(c, 4);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 6);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 8);
    b += a;
    a = (a - c) ^ Integer.rotateLeft(c, 16);
    c += b;
    b = (b - a) ^ Integer.rotateLeft(a, 19);
    a += c;
    c = (c - b) ^ Integer.rotateLeft(b, 4);
    b += a;
  }

  private long end() {
    c = (c ^ b) - Integer.rotateLeft(b, 14);
    a = (a ^ c) - Integer.rotateLeft(c, 11);
    b = (b ^ a) - Integer.rotateLeft(a, 25);
    c = (c ^ b) - Integer.rotateLeft(b, 16);
    a = (a ^ c) - Integer.rotateLeft(c, 4);
    b = (b ^ a) - Integer.rotateLeft(a, 14);
    c = (c ^ b) - Integer.rotateLeft(b, 24);
    return ((long) b << 32) | (c & 0xffffffffL);
  }
}
