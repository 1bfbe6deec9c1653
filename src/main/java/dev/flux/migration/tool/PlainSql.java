package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.Section;
import dev.flux.migration.Tool;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.TransactionMode.Kind;
import dev.flux.migration.VersionPrefix;
import dev.flux.migration.tool.Scripts.Script;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Numbered SQL files that no known tool runs: sections {@code -- UP} and {@code -- DOWN} in one
 * file, twin files, or a directory for each version.
 *
 * <p>Nothing says how they run, so one transaction for each file is assumed, save where a file
 * begins its own or holds nothing but statements that the server refuses inside one.
 */
public final class PlainSql implements Tool {
  private static final Pattern DELIMITER =
      Pattern.compile("^\\s*DELIMITER\\s", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  /** Those of micrate, rambler, Play and MyBatis too, and of whoever writes them alike. */
  private static final String MARKER =
      "^(?:--|#)[-\\s]*(?:\\+?(?:micrate|rambler)\\s+)?(?:[@+!]|//\\s*@)?";

  private static final Pattern UP =
      Pattern.compile(MARKER + "ups?\\b[^\\w\\n]*$", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  /** Tern has one line between the two ways. */
  private static final String TERN = "^---- create above / drop below ----[ \\t\\r]*$";

  private static final Pattern DOWN =
      Pattern.compile(
          TERN + "|" + MARKER + "(?:downs?|rollback|undo)\\b[^\\w\\n]*$",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  /** What nobody writes for another reason, where no marker stands before the way up. */
  private static final Pattern DOWN_ALONE =
      Pattern.compile(
          TERN + "|^--\\s*(?://\\s*)?@undo\\b[^\\w\\n]*$",
          Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  private static final Pattern FOLDER =
      Pattern.compile(
          "/[^/]*migrat[^/]*(/[^/]+){0,2}$"
              + "|/(?:\\w+[-_.])?(change(?:set|log)?s?|deltas?|upgrades?|updates?|patches|evolutions"
              + "|versioned|versions)(/(?:[^/]*(?:postgres|pgsql|mysql|mariadb|sqlite)[^/]*|sql|pg))?$",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NUMBERED = Pattern.compile("(^|/)[vV]?\\d+[^/]*(/[^/]*)?\\.sql$");
  private static final Pattern DDL =
      Pattern.compile(
          "\\b(create|alter|drop|rename)\\s+(or\\s+replace\\s+)?(unique\\s+)?"
              + "(table|index|type|view|sequence|schema|function|trigger|column|constraint|materialized)\\b",
          Pattern.CASE_INSENSITIVE);
  private static final String OUTSIDE = "-- Run this file outside a transaction.\n";
  private static final Pattern SAYS_OUTSIDE =
      Pattern.compile(
          "\\A(?:\\s*--[^\\n]*\\n)*?\\s*--[^\\n]*"
              + "(?:\\b(?:no|without|outside)(?: of)?(?: an?| any)?[- ]transaction|txmode[: ]none)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern VERSION_FOLDER = Pattern.compile("v?\\d+(\\.\\d+)*/[^/]+\\.sql");

  @Override
  public String id() {
    return "sql";
  }

  @Override
  public String title() {
    return "plain SQL";
  }

  /**
   * A folder named for migrations takes every script; one named for a schema, or not at all, only
   * if its scripts are numbered, and then those alone.
   */
  @Override
  public Optional<String> recognise(Directory directory) {
    boolean named = FOLDER.matcher("/" + directory.path()).find();
    boolean numbered =
        directory.samples().stream()
            .anyMatch(
                file -> NUMBERED.matcher(file.path()).find() && DDL.matcher(file.content()).find());
    return named || numbered
        ? Optional.of(
            "assumed: no tool's files or markers in `"
                + (directory.path().isEmpty() ? "." : directory.path())
                + "`")
        : Optional.empty();
  }

  @Override
  public List<Migration> read(Directory directory, Dialect dialect) {
    List<Script> scripts = new ArrayList<>(Scripts.flat(directory, Scripts.BY_VERSION));
    scripts.addAll(Scripts.nested(directory, Scripts.BY_VERSION));
    scripts.addAll(versionFolders(directory));
    if (!FOLDER.matcher("/" + directory.path()).find()
        && scripts.stream().anyMatch(PlainSql::isNumbered)) {
      scripts.removeIf(script -> !isNumbered(script));
    }
    scripts.sort(Scripts.BY_VERSION);
    return scripts.stream().map(script -> migration(directory, script, dialect)).toList();
  }

  private static boolean isNumbered(Script script) {
    return !script.prefix().version().text().isEmpty();
  }

  private static List<Script> versionFolders(Directory directory) {
    List<Script> scripts = new ArrayList<>();
    for (String name : directory.names()) {
      if (VERSION_FOLDER.matcher(name).matches() && !MigrationPaths.goesDown(name)) {
        String folder = name.substring(0, name.indexOf('/'));
        if (!name.matches("(?i).*/(up|migration)\\.sql")) {
          VersionPrefix prefix =
              new VersionPrefix(
                  "",
                  VersionPrefix.version(folder),
                  "/",
                  Scripts.stem(name.substring(folder.length() + 1)));
          scripts.add(new Script(folder, name, Optional.empty(), prefix));
        }
      }
    }
    return scripts;
  }

  private static Migration migration(Directory directory, Script script, Dialect dialect) {
    MigrationFile file = directory.file(script.up());
    Scripts.Marked marked = Scripts.marked(file, UP, DOWN);
    boolean sections = !marked.upLine().isEmpty() || DOWN_ALONE.matcher(file.content()).find();
    Section up = sections ? marked.up() : Section.whole(file);
    Optional<Section> down = sections ? marked.down() : Scripts.whole(directory, script.down());
    return new Migration(
        file.path(),
        script.prefix().version(),
        script.prefix().description(),
        up,
        down,
        transaction(up, dialect));
  }

  private static TransactionMode transaction(Section up, Dialect dialect) {
    if (SAYS_OUTSIDE.matcher(up.file().content()).find()) {
      return Transactions.assumed(Kind.NONE, "assumed from the comment in the file's first lines");
    }
    if (Transactions.controlsItself(up, dialect)) {
      return Transactions.assumed(
          Kind.NONE, "assumed: the file begins and ends its own transactions");
    }
    return Transactions.onlyOutside(up, dialect)
        ? Transactions.assumed(
            Kind.NONE,
            "assumed: runs outside a transaction, since the server refuses it inside one")
        : Transactions.assumed(Kind.WRAPPED, "assumed: one transaction per file");
  }

  /**
   * Files as the replaced one's: with its sections, its twin or its directory. A step outside a
   * transaction becomes one file for each statement, which says so in its first line.
   */
  @Override
  public List<WrittenMigration> write(
      List<Migration> existing, Migration replaced, List<NewMigration> steps, Dialect dialect) {
    PlainShape shape = PlainShape.of(existing, replaced);
    boolean delimits = existing.stream().anyMatch(m -> DELIMITER.matcher(m.up().text()).find());
    return NewFiles.write(
        steps,
        step -> Pieces.oneStatementEach(delimits ? delimited(step, dialect) : step, dialect),
        count -> shape.names(existing, replaced, count),
        (name, header, step) ->
            shape.files(name.stem(), header + (step.transactional() ? "" : OUTSIDE), step));
  }

  /** Whoever runs the files of a directory that has DELIMITER knows it. */
  private static NewMigration delimited(NewMigration step, Dialect dialect) {
    return new NewMigration(
        step.slug(),
        Pieces.delimited(step.up(), dialect),
        Pieces.delimited(step.down(), dialect),
        step.transactional());
  }
}
