package dev.flux.accuracy;

import dev.flux.engine.Impact;
import dev.flux.engine.LockMode;
import dev.flux.engine.MeasuredFact;
import dev.flux.engine.OnlineDdl;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One side of a fact in a few words. */
final class FactWords {
  private static final String UNKNOWN = "no fact: a human must judge";

  private FactWords() {}

  /** "ACCESS EXCLUSIVE `users`, ROW SHARE `teams`". */
  static String locks(MeasuredFact fact) {
    return of(
        fact,
        impact -> {
          Map<LockMode, List<ObjectName>> tables = new LinkedHashMap<>();
          impact
              .locks()
              .forEach(
                  lock ->
                      tables
                          .computeIfAbsent(lock.mode(), mode -> new ArrayList<>())
                          .add(lock.table()));
          return tables.entrySet().stream()
              .map(entry -> entry.getKey().words() + " " + names(entry.getValue()))
              .collect(Collectors.joining(", "));
        });
  }

  /** Who waits, and for how long. */
  static String waits(MeasuredFact fact) {
    return fact.impact()
        .filter(Impact::blocksWrites)
        .map(
            impact ->
                (impact.blocksReads() ? "reads and writes, " : "writes, ")
                    + switch (impact.blocking()) {
                      case INSTANT -> "an instant";
                      case SCAN -> "a scan";
                      case BUILD -> "a build";
                      case REWRITE -> "a rewrite";
                    })
        .orElse("");
  }

  /** Who waits for the one writer of a file. */
  static String writes(MeasuredFact fact) {
    return fact.refusal().isPresent()
        ? "refused: " + fact.refusal().get()
        : of(fact, impact -> impact.blocksWrites() ? "writes the file" : "");
  }

  /** What is rewritten, scanned and built. */
  static String work(MeasuredFact fact) {
    return fact.impact()
        .map(
            impact -> {
              List<ObjectName> scans = new ArrayList<>(impact.scans());
              scans.removeAll(impact.rewrites());
              List<String> work = new ArrayList<>();
              add(work, "rewrites ", impact.filled(impact.rewrites()));
              add(work, "empties ", impact.emptied());
              add(work, "scans ", scans);
              add(work, "builds an index on ", impact.filled(impact.builds()));
              return String.join(", ", work);
            })
        .orElse("");
  }

  private static void add(List<String> work, String what, List<ObjectName> tables) {
    if (!tables.isEmpty()) {
      work.add(what + names(tables));
    }
  }

  /** Where it may run, if not anywhere. */
  static String transaction(MeasuredFact fact) {
    return fact.impact()
        .map(
            impact ->
                switch (impact.transaction()) {
                  case ANYWHERE -> "";
                  case OUTSIDE_ONLY -> "outside only";
                  case USABLE_AFTER_COMMIT -> "of use after the commit";
                })
        .orElse("");
  }

  /** The lightest algorithm that the server accepts. */
  static String algorithm(MeasuredFact fact) {
    return of(fact, impact -> online(impact, ddl -> ddl.algorithm().name()));
  }

  /** Whether LOCK=NONE is accepted. */
  static String concurrentWrites(MeasuredFact fact) {
    return fact.impact()
        .map(impact -> online(impact, ddl -> ddl.concurrentWrites() ? "yes" : "no"))
        .orElse("");
  }

  /** Whether the table is written anew. */
  static String rebuild(MeasuredFact fact) {
    return fact.impact()
        .map(impact -> online(impact, ddl -> ddl.rewrites() ? "yes" : "no"))
        .orElse("");
  }

  private static String of(MeasuredFact fact, Function<Impact, String> words) {
    String said = fact.impact().map(words).orElse(UNKNOWN);
    boolean assumed = fact.impact().filter(i -> !i.assumptions().isEmpty()).isPresent();
    return assumed ? said + " (assumed)" : said;
  }

  private static String online(Impact impact, Function<OnlineDdl, String> words) {
    return Optional.of(impact).flatMap(Impact::online).map(words).orElse("");
  }

  private static String names(List<ObjectName> tables) {
    return tables.stream()
        .distinct()
        .map(table -> "`" + table + "`")
        .collect(Collectors.joining(", "));
  }
}
