package dev.flux.engine.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What SQLite does for one statement, by the program that it compiles it to (SQLite, "The SQLite
 * Bytecode Engine").
 *
 * @param refusal its message, where it refuses the statement outside a transaction
 * @param insideRefusal the same inside a transaction
 * @param rewrites tables with a loop over all rows that writes rows of the same table
 * @param scans tables with a loop over all rows
 * @param builds tables of which rows go into an index that is made or emptied
 * @param writes whether it takes the write lock of the file
 */
record Measurement(
    Optional<String> refusal,
    Optional<String> insideRefusal,
    Set<String> rewrites,
    Set<String> scans,
    Set<String> builds,
    boolean writes) {

  /** Of a statement that was not run on this connection yet. */
  static Measurement of(
      Connection connection, String sql, Optional<String> refusal, Optional<String> insideRefusal)
      throws SQLException {
    return refusal.isPresent() && insideRefusal.isPresent()
        ? new Measurement(refusal, insideRefusal, Set.of(), Set.of(), Set.of(), false)
        : new Program(connection, sql).measure(refusal, insideRefusal);
  }

  private static final class Program {
    private static final Pattern ALTER = Pattern.compile("(?i)^alter table (\\w+)");

    /** OPFLAG_P2ISREG: the table is made by the program itself. */
    private static final int ROOT_IN_REGISTER = 0x10;

    private final Map<Integer, String> tables = new HashMap<>();
    private final Map<Integer, String> indexes = new HashMap<>();
    private final List<Op> ops = new ArrayList<>();
    private final Optional<String> altered;

    private record Op(String code, int p1, int p2, int p3, int p5) {}

    Program(Connection connection, String sql) throws SQLException {
      Matcher alter = ALTER.matcher(sql);
      altered = alter.find() ? Optional.of(alter.group(1)) : Optional.empty();
      try (Statement statement = connection.createStatement();
          ResultSet roots =
              statement.executeQuery(
                  "SELECT type, tbl_name, rootpage FROM sqlite_master WHERE rootpage > 0")) {
        while (roots.next()) {
          (roots.getString(1).equals("table") ? tables : indexes)
              .put(roots.getInt(3), roots.getString(2));
        }
      }
      try (Statement statement = connection.createStatement();
          ResultSet program = statement.executeQuery("EXPLAIN " + sql)) {
        while (program.next()) {
          ops.add(
              new Op(
                  program.getString("opcode"),
                  program.getInt("p1"),
                  program.getInt("p2"),
                  program.getInt("p3"),
                  program.getInt("p5")));
        }
      }
    }

    Measurement measure(Optional<String> refusal, Optional<String> insideRefusal) {
      Set<String> rewrites = new TreeSet<>();
      Set<String> scans = new TreeSet<>();
      Set<String> builds = new TreeSet<>();
      boolean writes = false;
      boolean emptiesIndex = false;
      Map<Integer, String> cursors = new HashMap<>();
      Map<Integer, Boolean> looped = new HashMap<>();
      Set<Integer> own = new TreeSet<>();
      for (Op op : ops) {
        switch (op.code) {
          case "OpenRead", "OpenWrite", "ReopenIdx" -> {
            cursors.put(op.p1, name(op));
            looped.remove(op.p1);
            if (tables.containsKey(op.p2) && (op.p5 & ROOT_IN_REGISTER) == 0) {
              own.add(op.p1);
            } else {
              own.remove(op.p1);
            }
          }
          case "OpenEphemeral", "OpenPseudo", "SorterOpen", "OpenAutoindex" -> {
            cursors.remove(op.p1);
            own.remove(op.p1);
          }
          case "Rewind", "Last" -> {
            looped.put(op.p1, true);
            add(scans, cursors.getOrDefault(op.p1, ""));
          }
          case "Insert", "Delete", "IdxInsert" -> {
            String table = cursors.getOrDefault(op.p1, "");
            if (own.contains(op.p1) && scans.contains(table)) {
              rewrites.add(table);
            }
          }
          case "Count" -> add(scans, cursors.getOrDefault(op.p1, ""));
          // ADD COLUMN asks pragma_quick_check, which walks through the table.
          case "VFilter" -> altered.ifPresent(scans::add);
          case "SorterInsert" -> builds.addAll(lastScanned(scans, looped, cursors));
          case "CreateBtree" -> emptiesIndex |= op.p3 == 2;
          case "Clear" -> emptiesIndex |= indexes.containsKey(op.p1);
          case "Vacuum" ->
              tables.values().stream()
                  .filter(Program::isOwn)
                  .forEach(op.p2 > 0 ? scans::add : rewrites::add);
          case "Transaction" -> writes |= op.p2 > 0;
          default -> {
            // Nothing that is measured.
          }
        }
      }
      if (!emptiesIndex) {
        builds.clear();
      }
      return new Measurement(refusal, insideRefusal, rewrites, scans, builds, writes);
    }

    private static List<String> lastScanned(
        Set<String> scans, Map<Integer, Boolean> looped, Map<Integer, String> cursors) {
      return looped.keySet().stream()
          .map(cursor -> cursors.getOrDefault(cursor, ""))
          .filter(scans::contains)
          .toList();
    }

    private String name(Op open) {
      return (open.p5 & ROOT_IN_REGISTER) != 0
          ? ""
          : tables.getOrDefault(open.p2, indexes.getOrDefault(open.p2, ""));
    }

    private static boolean isOwn(String table) {
      return !table.isEmpty() && !table.startsWith("sqlite_");
    }

    private static void add(Set<String> names, String table) {
      if (isOwn(table)) {
        names.add(table);
      }
    }
  }
}
