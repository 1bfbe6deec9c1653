package dev.flux.migration;

import dev.flux.repository.ChangedFile;
import dev.flux.repository.ChangedFile.Kind;
import dev.flux.repository.Snapshot;
import dev.flux.sql.Dialect;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One directory's migrations, told apart by what the change does to them.
 *
 * @param all every migration at the head, in the tool's order
 * @param changed those that the change adds or edits
 * @param touched files of merged migrations that the change edits, renames or deletes
 */
record Migrations(List<Migration> all, List<Migration> changed, List<ChangedFile> touched) {
  Migrations {
    all = List.copyOf(all);
    changed = List.copyOf(changed);
    touched = List.copyOf(touched);
  }

  static Migrations of(
      String root,
      Tool tool,
      Dialect dialect,
      Directory head,
      Snapshot base,
      List<ChangedFile> files) {
    List<Migration> all = tool.read(head, dialect);
    List<Migration> merged = merged(root, tool, dialect, base, files);
    Set<String> paths = new HashSet<>();
    files.forEach(file -> paths.add(file.path()));
    List<Migration> changed =
        all.stream()
            .filter(each -> paths.contains(each.path()))
            .filter(each -> merged.stream().noneMatch(old -> sameStep(old, each)))
            .toList();
    List<ChangedFile> touched =
        files.stream().filter(file -> touches(root, file, merged, all)).toList();
    return new Migrations(all, changed, touched);
  }

  /** Migrations of the base whose files the change edits, moves or deletes. */
  private static List<Migration> merged(
      String root, Tool tool, Dialect dialect, Snapshot base, List<ChangedFile> files) {
    SortedMap<String, String> texts = new TreeMap<>();
    for (ChangedFile file : files) {
      if (file.kind() != Kind.ADDED) {
        base.read(file.oldPath().orElse(file.path()))
            .ifPresent(text -> texts.put(merged(root, file), text));
      }
    }
    return texts.isEmpty()
        ? List.of()
        : tool.read(new Directory(new TextSnapshot(texts), root, name -> true, List.of()), dialect);
  }

  /** Where a file was at the base, as if the directory itself had not moved. */
  private static String merged(String root, ChangedFile file) {
    String old = file.oldPath().orElse(file.path());
    String oldRoot = MigrationPaths.root(old);
    String name = oldRoot.isEmpty() ? old : old.substring(oldRoot.length() + 1);
    return root.isEmpty() ? name : root + "/" + name;
  }

  private static boolean sameStep(Migration old, Migration now) {
    return old.version().text().equals(now.version().text())
        && old.up().text().equals(now.up().text());
  }

  private static boolean touches(
      String root, ChangedFile file, List<Migration> merged, List<Migration> all) {
    if (file.kind() == Kind.ADDED) {
      return false;
    }
    if (MigrationPaths.isConfiguration(file.path())) {
      return true;
    }
    String was = merged(root, file);
    return merged.stream()
        .filter(old -> old.path().equals(was) && !old.version().repeatable())
        .anyMatch(
            old -> !was.equals(file.path()) || all.stream().noneMatch(now -> sameStep(old, now)));
  }

  /** Migrations that the change leaves as they are. */
  List<Migration> history() {
    return without(all);
  }

  /** Those of them that run before the last changed one. */
  List<Migration> earlierHistory() {
    return without(
        changed.isEmpty() ? all : all.subList(0, all.lastIndexOf(changed.get(changed.size() - 1))));
  }

  /** Those of them that run behind it. */
  List<Migration> laterHistory() {
    return changed.isEmpty()
        ? List.of()
        : without(all.subList(all.lastIndexOf(changed.get(changed.size() - 1)), all.size()));
  }

  private List<Migration> without(List<Migration> some) {
    Set<Migration> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    gone.addAll(changed);
    return some.stream().filter(each -> !gone.contains(each)).toList();
  }

  /** Every file that is read as part of a migration. */
  Set<String> files() {
    Set<String> files = new HashSet<>();
    for (Migration each : all) {
      files.add(each.path());
      each.down().ifPresent(down -> files.add(down.file().path()));
    }
    return files;
  }
}
