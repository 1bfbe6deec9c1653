package dev.flux.migration.tool;

import dev.flux.migration.Directory;
import dev.flux.migration.Migration;
import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationPaths;
import dev.flux.migration.Section;
import dev.flux.migration.Tool.NewMigration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a plain SQL directory lays out one migration.
 *
 * @param folder where migrations go
 * @param stem the replaced one's name without extension
 * @param up what follows the stem in the file that goes up
 * @param down what follows it in the file that goes back; empty where there is no such file
 * @param upMarker the line before what goes up, where one stands there; empty otherwise
 * @param downMarker the line before what goes back, where both are in one file; empty otherwise
 */
record PlainShape(
    String folder, String stem, String up, String down, String upMarker, String downMarker) {
  private static final Pattern TWIN =
      Pattern.compile("(.*?)([._-])(up|do)(\\.sql)", Pattern.CASE_INSENSITIVE);
  private static final Pattern OWN_FOLDER = Pattern.compile("(?i)(up|migration)\\.sql");
  private static final Pattern VERSION_FOLDER = Pattern.compile("v?\\d+(\\.\\d+)*");

  static PlainShape of(List<Migration> existing, Migration replaced) {
    String folder = Directory.parent(replaced.path());
    String file = MigrationPaths.file(replaced.path());
    String folderName = MigrationPaths.file(folder);
    Optional<String> back = downFile(existing, replaced);
    if (OWN_FOLDER.matcher(file).matches()) {
      String down = back.isPresent() ? "/down.sql" : "";
      return new PlainShape(Directory.parent(folder), folderName, "/" + file, down, "", "");
    }
    if (VERSION_FOLDER.matcher(folderName).matches() && !Character.isDigit(file.charAt(0))) {
      return new PlainShape(Directory.parent(folder), folderName, "", "", "", "");
    }
    Matcher twin = TWIN.matcher(file);
    if (twin.matches()) {
      String down = twin.group(2) + (twin.group(3).equals("up") ? "down" : "undo") + twin.group(4);
      return new PlainShape(
          folder, twin.group(1), twin.group(2) + twin.group(3) + twin.group(4), down, "", "");
    }
    String stem = Scripts.stem(file);
    Optional<Section> behind =
        replaced.down().filter(down -> down.file().path().equals(replaced.path()));
    if (replaced.up().start() > 0 || behind.isPresent()) {
      return new PlainShape(
          folder,
          stem,
          ".sql",
          "",
          marker(replaced.up()),
          behind.map(PlainShape::marker).orElse("-- DOWN"));
    }
    return new PlainShape(folder, stem, ".sql", back.orElse(""), "", "");
  }

  /** What follows the stem in files that go back, if the directory has any. */
  private static Optional<String> downFile(List<Migration> existing, Migration replaced) {
    List<Migration> all = new ArrayList<>(existing);
    all.add(replaced);
    for (int i = all.size() - 1; i >= 0; i--) {
      Migration each = all.get(i);
      Optional<String> path =
          each.down().map(down -> down.file().path()).filter(file -> !file.equals(each.path()));
      if (path.isPresent()) {
        String name = MigrationPaths.file(path.get());
        return Optional.of(name.substring(Math.min(name.length(), Scripts.stem(name).length())));
      }
    }
    return Optional.empty();
  }

  private static String marker(Section section) {
    String before = section.file().content().substring(0, section.start()).stripTrailing();
    return before.substring(before.lastIndexOf('\n') + 1);
  }

  NewFiles names(List<Migration> existing, Migration replaced, int count) {
    if (up.isEmpty()) {
      return NewFiles.named(folder, "", "/", existing, replaced, count);
    }
    return NewFiles.like(folder, stem, existing, replaced, count);
  }

  List<MigrationFile> files(String path, String header, NewMigration step) {
    String content = header + (upMarker.isEmpty() ? "" : upMarker + "\n") + Pieces.lines(step.up());
    if (!downMarker.isEmpty()) {
      content += "\n" + downMarker + "\n" + Pieces.back(step.down());
    }
    List<MigrationFile> files = new ArrayList<>();
    files.add(new MigrationFile(path + (up.isEmpty() ? ".sql" : up), content));
    if (!down.isEmpty()) {
      files.add(new MigrationFile(path + down, Pieces.back(step.down())));
    }
    return files;
  }
}
