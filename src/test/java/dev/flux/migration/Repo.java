package dev.flux.migration;

import dev.flux.migration.tool.Tools;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.ChangedFile;
import dev.flux.repository.ChangedFile.Kind;
import dev.flux.repository.LineSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A small invented repository and a change to it. */
final class Repo {
  private final Map<String, String> base = new TreeMap<>();
  private final Map<String, String> head = new TreeMap<>();
  private final List<ChangedFile> changed = new ArrayList<>();

  /** A file of the base. */
  Repo with(String path, String text) {
    base.put(path, text);
    head.put(path, text);
    return this;
  }

  Repo adds(String path, String text) {
    head.put(path, text);
    return changes(path, Optional.empty(), Kind.ADDED);
  }

  Repo edits(String path, String text) {
    head.put(path, text);
    return changes(path, Optional.empty(), Kind.MODIFIED);
  }

  Repo deletes(String path) {
    head.remove(path);
    return changes(path, Optional.empty(), Kind.DELETED);
  }

  Repo renames(String from, String to) {
    head.put(to, head.remove(from));
    return changes(to, Optional.of(from), Kind.RENAMED);
  }

  private Repo changes(String path, Optional<String> old, Kind kind) {
    changed.add(new ChangedFile(path, old, kind, LineSet.NONE));
    return this;
  }

  ChangeContent content() {
    return new ChangeContent(new TextSnapshot(base), new TextSnapshot(head), changed);
  }

  TextSnapshot head() {
    return new TextSnapshot(head);
  }

  FoundMigrations find() {
    return finder().find(content());
  }

  /** The only change that there is. */
  MigrationChange only() {
    FoundMigrations found = find();
    if (found.changes().size() != 1) {
      throw new AssertionError("expected one change: " + found);
    }
    return found.changes().get(0);
  }

  static MigrationFinder finder() {
    return new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty());
  }

  static List<String> paths(List<Migration> migrations) {
    return migrations.stream().map(Migration::path).toList();
  }
}
