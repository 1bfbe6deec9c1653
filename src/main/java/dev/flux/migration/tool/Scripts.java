package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.Section;
import dev.flux.migration.TransactionMode;
import dev.flux.migration.VersionPrefix;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** SQL files of a directory as scripts that go up, each with its way down if there is one. */
final class Scripts {
  /** A name that says its direction: {@code 7_x.up.sql}, {@code 7_x_down.sql}. */
  private static final Pattern TWIN =
      Pattern.compile(
          "(.*?)([._-])(up|do|down|undo|rollback|revert)\\.sql", Pattern.CASE_INSENSITIVE);

  /** A directory for each migration: {@code 7_x/up.sql}. */
  private static final Pattern NESTED =
      Pattern.compile("([^/]+)/(up|migration|down)\\.sql", Pattern.CASE_INSENSITIVE);

  /** By version and, where two are alike, by name. */
  static final Comparator<Script> BY_VERSION =
      Comparator.comparing((Script script) -> script.prefix().version()).thenComparing(Script::up);

  /** As the file system lists them. */
  static final Comparator<Script> BY_NAME = Comparator.comparing(Script::stem);

  private Scripts() {}

  /**
   * One migration's files.
   *
   * @param stem name without direction and extension, or the name of its directory
   * @param up file that goes up, by its path from the directory
   * @param down file that goes back
   * @param prefix the stem as version and description; version 0 where it has none
   */
  record Script(String stem, String up, Optional<String> down, VersionPrefix prefix) {

    /** Whether a digit comes first, as tools demand that take other files for something else. */
    boolean numbered() {
      return !stem.isEmpty() && Character.isDigit(stem.charAt(0));
    }

    /** The migration whose ways are the whole of its files. */
    Migration whole(Directory directory, TransactionMode mode) {
      MigrationFile file = directory.file(up);
      return new Migration(
          file.path(),
          prefix.version(),
          prefix.description(),
          Section.whole(file),
          Scripts.whole(directory, down),
          mode);
    }

    /** The migration whose ways stand behind markers in one file. */
    Migration marked(MigrationFile file, Marked marked, TransactionMode mode) {
      return new Migration(
          file.path(), prefix.version(), prefix.description(), marked.up(), marked.down(), mode);
    }
  }

  /** Scripts that lie in the directory itself. */
  static List<Script> flat(Directory directory, Comparator<Script> order) {
    Map<String, String> downs = new HashMap<>();
    List<String> ups = new ArrayList<>();
    for (String name : directory.names()) {
      if (name.indexOf('/') >= 0 || !name.endsWith(".sql")) {
        continue;
      }
      if (MigrationPaths.goesDown(name)) {
        downs.put(stem(name), name);
      } else {
        ups.add(name);
      }
    }
    return ups.stream().map(up -> script(stem(up), up, downs.get(stem(up)))).sorted(order).toList();
  }

  /** Scripts that have a directory each. */
  static List<Script> nested(Directory directory, Comparator<Script> order) {
    List<Script> scripts = new ArrayList<>();
    for (String name : directory.names()) {
      Matcher nested = NESTED.matcher(name);
      if (nested.matches() && !nested.group(2).equalsIgnoreCase("down")) {
        String down = nested.group(1) + "/down.sql";
        scripts.add(script(nested.group(1), name, directory.names().contains(down) ? down : null));
      }
    }
    scripts.sort(order);
    return List.copyOf(scripts);
  }

  private static Script script(String stem, String up, @Nullable String down) {
    VersionPrefix prefix =
        VersionPrefix.of(stem)
            .orElseGet(() -> new VersionPrefix("", VersionPrefix.version(""), "", stem));
    return new Script(stem, up, Optional.ofNullable(down), prefix);
  }

  /** A name without direction and extension. */
  static String stem(String name) {
    Matcher twin = TWIN.matcher(name);
    return twin.matches() ? twin.group(1) : name.substring(0, name.length() - ".sql".length());
  }

  /** The whole of a file, if there is one. */
  static Optional<Section> whole(Directory directory, Optional<String> name) {
    return name.map(directory::file).map(Section::whole);
  }

  /**
   * The stretches behind two markers that stand on lines of their own.
   *
   * @param up what follows the first marker; the whole file where there is none
   * @param down what follows the second
   * @param upLine the first marker's line
   */
  record Marked(Section up, Optional<Section> down, String upLine) {}

  /**
   * The first of a directory's samples in which a marker stands, as a reason to recognise a tool.
   */
  static Optional<String> seen(Directory directory, Pattern marker, String shown) {
    return directory.samples().stream()
        .filter(file -> marker.matcher(file.content()).find())
        .findFirst()
        .map(file -> "`" + shown + "` in `" + file.path() + "`");
  }

  /** Splits a file at its markers. */
  static Marked marked(MigrationFile file, Pattern upMarker, Pattern downMarker) {
    String text = file.content();
    Matcher up = upMarker.matcher(text);
    Matcher down = downMarker.matcher(text);
    boolean hasUp = up.find();
    boolean hasDown = down.find();
    int upStart = hasUp ? lineEnd(text, up.end()) : 0;
    int downLine = hasDown ? down.start() : text.length();
    if (hasUp && hasDown && downLine < upStart) {
      int downStart = lineEnd(text, down.end());
      int upLine = up.start();
      return new Marked(
          new Section(file, upStart, text.length()),
          Optional.of(new Section(file, downStart, upLine)),
          text.substring(upLine, upStart).strip());
    }
    return new Marked(
        new Section(file, Math.min(upStart, downLine), downLine),
        hasDown
            ? Optional.of(new Section(file, lineEnd(text, down.end()), text.length()))
            : Optional.empty(),
        hasUp ? text.substring(up.start(), upStart).strip() : "");
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from > 0 && text.charAt(from - 1) == '\n' ? from - 1 : from);
    return end < 0 ? text.length() : end;
  }
}
