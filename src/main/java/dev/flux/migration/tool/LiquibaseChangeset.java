package dev.flux.migration.tool;

import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.Section;
import dev.flux.migration.Tool.NewMigration;
import dev.flux.migration.VersionPrefix;
import dev.flux.sql.Dialect;
import dev.flux.sql.SqlReader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a file writes its changesets.
 *
 * @param marker what comments of the tool begin with: {@code --} or {@code -- }
 * @param author of the changeset
 * @param id of the changeset
 * @param version of the file that it stands in; empty where that has none
 * @param attributes that say where it runs, such as {@code context:live}, each behind a blank
 */
record LiquibaseChangeset(
    String marker, String author, String id, String version, String attributes) {
  private static final int FLAGS = Pattern.MULTILINE | Pattern.CASE_INSENSITIVE;
  private static final Pattern LINE =
      Pattern.compile("^[ \\t]*(--[ \\t]*)changeset[ \\t]+([^\\s:]+):(\\S+)(.*)$", FLAGS);

  /** Attributes that are of a text and its parts, and so another's are none of a step. */
  private static final Pattern OF_TEXT =
      Pattern.compile(
          "\\s+(?:runInTransaction|(?:rollback)?SplitStatements|stripComments"
              + "|(?:rollback)?EndDelimiter)\\s*:\\s*(?:\"[^\"]*\"|\\S+)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern AGAIN =
      Pattern.compile("\\brun(?:OnChange|Always):\"?true", Pattern.CASE_INSENSITIVE);
  private static final Pattern PRECONDITIONS =
      Pattern.compile("^[ \\t]*--[ \\t]*preconditions?\\b", FLAGS);
  private static final Pattern ROLLBACK =
      Pattern.compile(
          "^[ \\t]*--[ \\t]*rollback\\b:?([^\\n]*)|/\\*[ \\t]*liquibase[ \\t]+rollback\\b(.*?)\\*/",
          FLAGS | Pattern.DOTALL);
  private static final Pattern NOTHING =
      Pattern.compile("(?:empty|not\\s+required)\\s*;?", Pattern.CASE_INSENSITIVE);

  /** The way back of a changeset, in its place in the file. */
  static Optional<Section> down(Section changeset) {
    String text = changeset.file().content();
    StringBuilder masked = new StringBuilder(text.replaceAll("[^\\n]", " "));
    Matcher rollback = ROLLBACK.matcher(text).region(changeset.start(), changeset.end());
    boolean found = false;
    while (rollback.find()) {
      int group = rollback.group(1) == null ? 2 : 1;
      String sql = rollback.group(group);
      if (!sql.isBlank() && !NOTHING.matcher(sql.strip()).matches()) {
        masked.replace(rollback.start(group), rollback.end(group), sql);
        found = true;
      }
    }
    MigrationFile file = new MigrationFile(changeset.file().path(), masked.toString());
    return found
        ? Optional.of(new Section(file, changeset.start(), changeset.end()))
        : Optional.empty();
  }

  /** Why another changeset cannot stand for these. */
  static Optional<String> refusal(List<Migration> replaced) {
    for (Migration migration : replaced) {
      String what = "the changeset `%s` ".formatted(migration.version().text());
      if (AGAIN.matcher(line(migration).group(4)).find()) {
        return Optional.of(what + "runs again whenever it changes: put it into a file of its own");
      }
      if (PRECONDITIONS.matcher(migration.up().text()).find()) {
        return Optional.of(
            what + "has preconditions, which Flux does not carry over: split it by hand");
      }
    }
    long kinds = replaced.stream().map(each -> of(each).attributes()).distinct().count();
    return kinds > 1
        ? Optional.of("the changesets run in different contexts: put each into its own change")
        : Optional.empty();
  }

  private static Matcher line(Migration migration) {
    Matcher line = LINE.matcher(migration.up().file().content());
    Matcher found = null;
    while (line.find() && line.end() <= migration.up().start()) {
      found = LINE.matcher(line.group());
    }
    if (found == null || !found.find()) {
      throw new IllegalStateException("a changeset follows its marker");
    }
    return found;
  }

  static LiquibaseChangeset of(Migration migration) {
    Matcher line = line(migration);
    String stem = Scripts.stem(MigrationPaths.file(migration.path()));
    String version = VersionPrefix.of(stem).map(each -> each.version().text()).orElse("");
    String kept = OF_TEXT.matcher(line.group(4)).replaceAll("").stripTrailing();
    return new LiquibaseChangeset(line.group(1), line.group(2), line.group(3), version, kept);
  }

  /**
   * A file of one step. Statements with a semicolon inside are sent whole, since the tool would cut
   * them there; a step that needs to be outside a transaction and has such beside others becomes
   * several changesets, which go back in their own order.
   */
  String file(String stem, String newVersion, NewMigration step, Dialect dialect) {
    StringBuilder text = new StringBuilder(marker).append("liquibase formatted sql\n");
    List<NewMigration> parts = parts(step, dialect);
    for (int i = 0; i < parts.size(); i++) {
      String suffix = parts.size() == 1 ? "" : "-" + (i + 1);
      text.append('\n').append(changeset(id(stem, newVersion) + suffix, parts.get(i), dialect));
    }
    return text.toString();
  }

  private static List<NewMigration> parts(NewMigration step, Dialect dialect) {
    List<String> ups = Pieces.statements(step.up(), dialect, each -> true);
    if (step.transactional() || ups.size() < 2 || !bodies(step.up(), dialect)) {
      return List.of(step);
    }
    List<NewMigration> parts = new ArrayList<>();
    for (int i = 0; i < ups.size(); i++) {
      parts.add(new NewMigration(step.slug(), ups.get(i), i == 0 ? step.down() : "", false));
    }
    return parts;
  }

  private static boolean bodies(String sql, Dialect dialect) {
    return SqlReader.read(sql, dialect).statements().stream()
        .anyMatch(statement -> statement.sql().contains(";"));
  }

  private String changeset(String newId, NewMigration step, Dialect dialect) {
    String whole = bodies(step.up(), dialect) ? " splitStatements:false" : "";
    String back = bodies(step.down(), dialect) ? " rollbackSplitStatements:false" : "";
    String outside = step.transactional() ? "" : " runInTransaction:false";
    String head =
        marker + "changeset " + author + ":" + newId + attributes + outside + whole + back;
    String down =
        step.down().isBlank()
            ? marker + "rollback empty\n"
            : step.down()
                .strip()
                .lines()
                .map(line -> marker + "rollback " + line + "\n")
                .collect(Collectors.joining());
    return head + "\n" + Pieces.lines(step.up()) + down;
  }

  /** Numbers go on with the file's where they did, and begin anew where they are of the file. */
  private String id(String stem, String newVersion) {
    if (!id.matches("\\d+")) {
      return stem;
    }
    boolean follows =
        version.matches("\\d+")
            && newVersion.matches("\\d+")
            && new BigInteger(version).equals(new BigInteger(id));
    return !follows ? "1" : id.equals(version) ? newVersion : new BigInteger(newVersion).toString();
  }
}
