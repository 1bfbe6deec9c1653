package dev.flux.schema;

import dev.flux.sql.CommaList;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tables that CREATE PUBLICATION and ALTER PUBLICATION name. */
public final class Published {
  /** A table as it is listed: with ONLY or without. */
  public record Entry(ObjectName table, boolean only) {}

  private static final Pattern LIST =
      Pattern.compile("(?is)\\b(?:for|add|set|drop)\\s+(tables?\\s+.*)");
  private static final Pattern SET = Pattern.compile("(?is)\\bset\\s+tables?\\b");
  private static final Pattern SCHEMAS = Pattern.compile("(?is)tables\\s+in\\s+schema\\b.*");
  private static final Pattern TABLE = Pattern.compile("(?is)table\\s.*");
  private static final Pattern DROP = Pattern.compile("(?is)\\bdrop\\s+tables?\\b");
  private static final Pattern ENTRY =
      Pattern.compile("(?is)(?:table\\s+)?(only\\s+)?" + Identifiers.NAME + ".*");

  private Published() {}

  /** Whether it loses what is named. */
  static boolean removes(String text) {
    return DROP.matcher(text).find();
  }

  /** Whether what it has so far is replaced. */
  public static boolean replaces(String text) {
    return SET.matcher(text).find();
  }

  /** The tables that it names one by one; schemas can stand between them. */
  public static List<Entry> tables(String text) {
    List<Entry> entries = new ArrayList<>();
    Matcher list = LIST.matcher(text);
    boolean schemas = false;
    for (String item : list.find() ? CommaList.parts(list.group(1)) : List.<String>of()) {
      schemas = SCHEMAS.matcher(item).matches() || (schemas && !TABLE.matcher(item).matches());
      Matcher entry = ENTRY.matcher(item);
      if (!schemas && entry.matches()) {
        entries.add(new Entry(Identifiers.name(entry.group(2)), entry.group(1) != null));
      }
    }
    return entries;
  }
}
