package dev.flux.migration;

import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words that only one engine's SQL has. */
final class SqlSigns {
  private static final Map<Dialect, Pattern> SIGNS =
      Map.of(
          Dialect.POSTGRESQL,
          sign(
              "\\b(?:big|small)?serial\\b|\\bjsonb\\b|\\btimestamptz\\b|\\bbytea\\b|\\$\\w*\\$"
                  + "|\\bindex\\s+concurrently\\b|\\bplpgsql\\b|\\bcreate\\s+extension\\b"
                  + "|::\\s*[a-z]|\\bnot\\s+valid\\b|\\bwith(?:out)?\\s+time\\s+zone\\b"
                  + "|\\bgen_random_uuid\\b|\\busing\\s+gin\\b|\\btext\\s*\\[\\]|\\bnextval\\b"
                  + "|\\bcreate\\s+type\\b|\\balter\\s+type\\b|\\bwhere\\s+schemaname\\b"),
          Dialect.MYSQL,
          sign(
              "\\bengine\\s*=|\\bauto_increment\\b|\\bunsigned\\b|\\butf8mb4\\b"
                  + "|\\bmodify\\s+column\\b|\\bon\\s+duplicate\\s+key\\b|\\b(?:long|medium)(?:text|blob)\\b"
                  + "|\\balgorithm\\s*=|\\bcharacter\\s+set\\b"),
          Dialect.SQLITE,
          sign(
              "\\bautoincrement\\b|\\bpragma\\b|\\bwithout\\s+rowid\\b|\\bsqlite_\\w+\\b"
                  + "|\\bstrftime\\s*\\(|\\bjulianday\\s*\\(|\\brandomblob\\s*\\("));

  /** MySQL's quotes, which SQLite takes too. */
  private static final Pattern BACKTICKS = sign("`\\w+`");

  private static final Pattern COMMENT = Pattern.compile("--[^\\n]*|/\\*.*?\\*/", Pattern.DOTALL);

  private SqlSigns() {}

  private static Pattern sign(String pattern) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE);
  }

  /** The engine that the texts show; empty where none does, or several do alike. */
  static Optional<NamedEngine> engine(List<MigrationFile> files) {
    List<MigrationFile> bare =
        files.stream()
            .map(
                file ->
                    new MigrationFile(file.path(), COMMENT.matcher(file.content()).replaceAll(" ")))
            .toList();
    Map<Dialect, List<NamedEngine>> shown = new EnumMap<>(Dialect.class);
    SIGNS.forEach((dialect, signs) -> shown.put(dialect, shown(dialect, signs, bare)));
    int most = shown.values().stream().mapToInt(List::size).max().orElse(0);
    if (most == 0) {
      return shown(Dialect.MYSQL, BACKTICKS, bare).stream().findFirst();
    }
    List<List<NamedEngine>> leaders =
        shown.values().stream().filter(each -> each.size() == most).toList();
    return leaders.size() == 1 ? Optional.of(leaders.get(0).get(0)) : Optional.empty();
  }

  /** One for each file that shows it. */
  private static List<NamedEngine> shown(
      Dialect dialect, Pattern signs, List<MigrationFile> files) {
    List<NamedEngine> shown = new ArrayList<>();
    for (MigrationFile file : files) {
      Matcher sign = signs.matcher(file.content());
      if (sign.find()) {
        String found = sign.group().strip().replace("`", "");
        shown.add(new NamedEngine(dialect.id(), "`" + found + "` in `" + file.path() + "`"));
      }
    }
    return shown;
  }
}
