package dev.flux.review;

import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.engine.OnlineDdl;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The locks of MySQL and MariaDB in their own words: metadata locks on tables, and locks on rows
 * (MySQL manual, 10.11.4 Metadata Locking, 17.7.1 InnoDB Locking).
 */
final class MetadataLockWords {
  private static final String ROWS = "whoever writes these rows waits until the commit";

  private MetadataLockWords() {}

  /** "Exclusive metadata lock on `orders` — reads and writes wait for an instant." */
  static String sentence(Impact impact) {
    if (impact.locks().isEmpty()) {
      return "Takes no lock on an existing table.";
    }
    String how =
        impact
            .online()
            .map(ddl -> meanwhile(ddl, impact) + " (" + ddl.algorithm() + ")")
            .orElseGet(() -> isOfRows(impact) ? ROWS : LockWords.blocks(impact));
    String locks = String.join(", ", locks(impact));
    return Character.toUpperCase(locks.charAt(0)) + locks.substring(1) + " — " + how + ".";
  }

  private static boolean isOfRows(Impact impact) {
    return !impact.blocksWrites()
        && impact.locks().stream().anyMatch(lock -> lock.mode() != LockMode.ACCESS_SHARE);
  }

  /** Each kind of lock once, the strongest first. */
  private static List<String> locks(Impact impact) {
    List<String> words = new ArrayList<>();
    for (LockMode mode : strongestFirst()) {
      List<ObjectName> tables =
          impact.locks().stream()
              .filter(lock -> lock.mode() == mode)
              .map(Impact.TableLock::table)
              .collect(Collectors.toList());
      if (!tables.isEmpty()) {
        words.add(kind(mode) + " " + LockWords.names(tables));
      }
    }
    return words;
  }

  private static List<LockMode> strongestFirst() {
    List<LockMode> modes = new ArrayList<>(Arrays.asList(LockMode.values()));
    Collections.reverse(modes);
    return modes;
  }

  private static String kind(LockMode mode) {
    return switch (mode) {
      case ACCESS_EXCLUSIVE, EXCLUSIVE -> "exclusive metadata lock on";
      case SHARE_ROW_EXCLUSIVE, SHARE, SHARE_UPDATE_EXCLUSIVE -> "lock against writes on";
      case ROW_EXCLUSIVE -> "locks on the changed rows of";
      case ROW_SHARE -> "locks on the rows that it reads of";
      case ACCESS_SHARE -> "shared metadata lock on";
    };
  }

  private static String meanwhile(OnlineDdl ddl, Impact impact) {
    String work =
        ddl.rewrites()
            ? " while the table is rewritten"
            : impact.builds().isEmpty() ? "" : " while an index is built";
    return ddl.concurrentWrites()
        ? "held for an instant; reads and writes go on" + work
        : "writes wait" + (work.isEmpty() ? " until it is done" : work);
  }
}
