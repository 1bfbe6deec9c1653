package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The changelog in XML, YAML or JSON that says which files Liquibase runs: a directory by {@code
 * includeAll}, in the order of names, or each file by {@code include} (documentation, "include" and
 * "includeAll").
 *
 * @param file the changelog
 * @param form how it writes an include
 * @param all whether it takes the directory whole, so that nothing is written into it
 */
record LiquibaseChangelog(MigrationFile file, Form form, boolean all) {
  private static final Pattern NAME =
      Pattern.compile(".*(change|master|root|liquibase|db\\.).*\\.(xml|ya?ml|json)");
  private static final String VALUE = "[\"']?(?:classpath:)?(?:\\.?/)?([^\"'\\s,}>]+)[\"']?";

  /** The languages of changelogs. */
  enum Form {
    XML(
        "[ \\t]*<include\\b[^>]*?\\bfile\\s*=\\s*"
            + VALUE
            + "[^>]*?(?:/>|>\\s*</include>)[ \\t]*\\R?",
        "<includeAll\\b[^>]*?\\bpath\\s*=\\s*" + VALUE,
        ""),
    YAML(
        "(?m)^([ \\t]*)- include:[ \\t]*(?:\\{[^}\\n]*?\\bfile:[ \\t]*"
            + VALUE
            + "[^}\\n]*}[ \\t]*\\R?|\\R(?:\\1[ \\t]+(?!file:).*\\R)*\\1[ \\t]+file:[ \\t]*"
            + VALUE
            + ".*\\R?(?:\\1[ \\t]+.*\\R?)*)",
        "includeAll:\\s*\\{?[^}]*?\\bpath:\\s*" + VALUE,
        ""),
    JSON(
        "\\{\\s*\"include\"\\s*:\\s*\\{[^}]*?\"file\"\\s*:\\s*" + VALUE + "[^}]*}\\s*}",
        "\"includeAll\"\\s*:\\s*\\{[^}]*?\"path\"\\s*:\\s*" + VALUE,
        ", ");

    private final Pattern include;
    private final Pattern includeAll;
    private final String separator;

    Form(String include, String includeAll, String separator) {
      this.include = Pattern.compile(include);
      this.includeAll = Pattern.compile(includeAll);
      this.separator = separator;
    }

    private static Form of(String path) {
      return path.endsWith(".xml") ? XML : path.endsWith(".json") ? JSON : YAML;
    }
  }

  /** The changelog, in the directory or one above it, that has the files of the directory run. */
  static Optional<LiquibaseChangelog> of(Directory directory) {
    for (String folder = directory.path(); ; folder = Directory.parent(folder)) {
      String prefix = folder.isEmpty() ? "" : folder + "/";
      Optional<LiquibaseChangelog> found =
          directory.repository().paths().tailSet(prefix).stream()
              .takeWhile(path -> path.startsWith(prefix))
              .filter(path -> path.indexOf('/', prefix.length()) < 0)
              .filter(path -> NAME.matcher(MigrationPaths.file(path)).matches())
              .flatMap(
                  path ->
                      directory.repository().read(path).stream()
                          .map(text -> new MigrationFile(path, text)))
              .filter(file -> file.content().contains("databaseChangeLog"))
              .flatMap(file -> of(file, directory).stream())
              .findFirst();
      if (found.isPresent() || folder.isEmpty()) {
        return found;
      }
    }
  }

  private static Optional<LiquibaseChangelog> of(MigrationFile file, Directory directory) {
    Form form = Form.of(file.path());
    boolean all =
        form.includeAll
            .matcher(file.content())
            .results()
            .anyMatch(each -> holds(each.group(1), directory.path()));
    LiquibaseChangelog changelog = new LiquibaseChangelog(file, form, all);
    boolean named =
        directory.names().stream().anyMatch(name -> changelog.lists(directory.pathOf(name)));
    return all || named ? Optional.of(changelog) : Optional.empty();
  }

  private static boolean holds(String value, String directory) {
    String path = value.replaceFirst("/+$", "");
    return path.isEmpty() || path.equals(".") || ("/" + directory + "/").contains("/" + path + "/");
  }

  /** Whether it includes a file by its name. */
  boolean lists(String path) {
    return form.include.matcher(file.content()).results().anyMatch(each -> names(each, path));
  }

  private static boolean names(MatchResult include, String path) {
    return ("/" + path).endsWith("/" + value(include));
  }

  private static String value(MatchResult include) {
    String last = include.group(include.groupCount());
    return last == null ? include.group(include.groupCount() - 1) : last;
  }

  /** With files in the place of others that lie in the same folder, each included as those were. */
  MigrationFile with(List<String> gone, List<String> come) {
    StringBuilder text = new StringBuilder();
    Matcher include = form.include.matcher(file.content());
    boolean placed = false;
    while (include.find()) {
      if (gone.stream().noneMatch(path -> names(include, path))) {
        continue;
      }
      String entry = include.group();
      String old = MigrationPaths.file(value(include));
      String entries =
          come.stream()
              .map(path -> ended(entry).replace(old, MigrationPaths.file(path)))
              .collect(Collectors.joining(form.separator));
      include.appendReplacement(text, Matcher.quoteReplacement(placed ? "" : entries));
      placed = true;
    }
    include.appendTail(text);
    return new MigrationFile(file.path(), text.toString());
  }

  /** The last line of a file may have no end. */
  private String ended(String entry) {
    return form == Form.JSON || entry.endsWith("\n") ? entry : entry + "\n";
  }
}
