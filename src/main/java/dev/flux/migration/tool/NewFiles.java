package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.Tool.NewMigration;
import dev.flux.migration.Tool.WrittenMigration;
import dev.flux.migration.VersionPrefix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Names for migrations that take another's place, in its folder and style. */
final class NewFiles {
  private final String folder;
  private final String lead;
  private final String separator;
  private final NameStyle style;
  private final Iterator<String> versions;
  private final Set<String> taken = new HashSet<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  private NewFiles(
      String folder, String lead, String separator, NameStyle style, Iterator<String> versions) {
    this.folder = folder;
    this.lead = lead;
    this.separator = separator;
    this.style = style;
    this.versions = versions;
  }

  /**
   * Names such as the replaced migration's.
   *
   * @param folder where they go, from the repository's top
   * @param stem the replaced one's name without extension
   */
  static NewFiles like(
      String folder, String stem, List<Migration> existing, Migration replaced, int count) {
    VersionPrefix prefix =
        VersionPrefix.of(stem)
            .orElseGet(() -> new VersionPrefix("", VersionPrefix.version(""), "", stem));
    boolean numbered = !prefix.version().text().isEmpty();
    String separator = numbered && prefix.separator().isEmpty() ? "_" : prefix.separator();
    return named(folder, prefix.lead(), separator, existing, replaced, count);
  }

  /** Names such as the replaced migration's, in its folder, for as many as are asked for. */
  static IntFunction<NewFiles> beside(List<Migration> existing, Migration replaced) {
    return count ->
        like(
            Directory.parent(replaced.path()),
            Scripts.stem(MigrationPaths.file(replaced.path())),
            existing,
            replaced,
            count);
  }

  /** Names of a tool that fixes what stands before and behind the version. */
  static NewFiles named(
      String folder,
      String lead,
      String separator,
      List<Migration> existing,
      Migration replaced,
      int count) {
    NewFiles files =
        new NewFiles(
            folder,
            lead,
            separator,
            NameStyle.of(existing, replaced),
            NextVersions.inPlaceOf(replaced, existing, count).iterator());
    existing.forEach(each -> files.taken.add(stem(each.path())));
    return files;
  }

  private static String stem(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    String folder = Directory.parent(path);
    return folder.isEmpty() ? Scripts.stem(name) : folder + "/" + Scripts.stem(name);
  }

  /** The folder with the next version and what it does, without extension. */
  Name next(String slug) {
    String version = versions.next();
    String name = lead + version + separator + style.describe(slug);
    String prefix = folder.isEmpty() ? "" : folder + "/";
    String free = prefix + name;
    while (!taken.add(free)) {
      free = prefix + name + style.describe("_" + numbers.merge(prefix + name, 2, (n, i) -> n + 1));
    }
    return new Name(version, free);
  }

  /** Comment lines that every file of the directory begins with. */
  String header() {
    return style.header();
  }

  /**
   * A new migration's name.
   *
   * @param stem its path without extension
   */
  record Name(String version, String stem) {}

  /** Writes the files of one migration. */
  interface Writer {

    /** The files of one migration, each beginning with the comment lines of {@code header}. */
    List<MigrationFile> files(Name name, String header, NewMigration step);
  }

  /**
   * Every step as files.
   *
   * @param pieces what the tool makes of one step
   * @param names names for so many migrations
   */
  static List<WrittenMigration> write(
      List<NewMigration> steps,
      Function<NewMigration, List<NewMigration>> pieces,
      IntFunction<NewFiles> names,
      Writer writer) {
    List<List<NewMigration>> cut = steps.stream().map(pieces).toList();
    NewFiles files = names.apply(cut.stream().mapToInt(List::size).sum());
    List<WrittenMigration> written = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      List<MigrationFile> own = new ArrayList<>();
      for (NewMigration piece : cut.get(i)) {
        NewMigration bare = piece.without(files.header());
        own.addAll(writer.files(files.next(piece.slug()), files.header(), bare));
      }
      written.add(new WrittenMigration(steps.get(i), own));
    }
    return List.copyOf(written);
  }

  /**
   * Every step as one file beside the replaced one, named like it.
   *
   * @param content of the file behind its header
   */
  static List<WrittenMigration> writeBeside(
      List<Migration> existing,
      Migration replaced,
      List<NewMigration> steps,
      Function<NewMigration, String> content) {
    return write(
        steps,
        List::of,
        beside(existing, replaced),
        (name, header, step) ->
            List.of(new MigrationFile(name.stem() + ".sql", header + content.apply(step))));
  }
}
