package dev.flux.migration;

import dev.flux.config.RepositorySettings;
import dev.flux.engine.Engine;
import dev.flux.repository.ChangeContent;
import dev.flux.repository.ChangedFile;
import dev.flux.repository.ChangedFile.Kind;
import dev.flux.repository.LineSet;
import dev.flux.repository.Snapshot;
import dev.flux.repository.SnapshotCode;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the migrations that a change adds or edits, and the history before them, for each migration
 * directory by itself. Reads no file but those of directories that are touched, and their
 * configuration.
 */
public final class MigrationFinder {
  private static final Pattern DDL =
      Pattern.compile(
          "^\\s*(?:create|alter|drop)\\s+(?:\\w+\\s+){0,2}(?:table|index|type|view|column)\\b",
          Pattern.CASE_INSENSITIVE | Pattern.MULTILINE);

  private final List<Tool> tools;
  private final Optional<Tool> tool;
  private final Optional<EngineChoice> engine;
  private final RepositorySettings settings;

  /**
   * @param tools every tool, the surest first; the last takes what no other does
   * @param tool the tool of every directory, where somebody names it
   * @param engine the engine of every directory, where somebody names it
   */
  public MigrationFinder(List<Tool> tools, Optional<Tool> tool, Optional<EngineChoice> engine) {
    this(tools, tool, engine, RepositorySettings.NONE);
  }

  private MigrationFinder(
      List<Tool> tools,
      Optional<Tool> tool,
      Optional<EngineChoice> engine,
      RepositorySettings settings) {
    this.tools = List.copyOf(tools);
    this.tool = tool;
    this.engine = engine;
    this.settings = settings;
  }

  /** The same for a repository that says this; what somebody names wins over it. */
  public MigrationFinder with(RepositorySettings said) {
    return new MigrationFinder(tools, tool, engine, said);
  }

  /** What a change request does. */
  public FoundMigrations find(ChangeContent content) {
    return new Search(content, Set.of(), Set.of()).run();
  }

  /**
   * Files and directories that somebody names, taken as the change; the other, earlier files of a
   * directory are the history. A directory stands for every migration below it, each judged against
   * those before it.
   *
   * @param paths from the snapshot's top, without a slash at the end; empty for the top itself
   */
  public FoundMigrations find(Snapshot snapshot, Collection<String> paths) {
    Set<String> files = new TreeSet<>();
    Set<String> directories = new LinkedHashSet<>();
    Set<String> given = new LinkedHashSet<>();
    for (String path : paths) {
      if (snapshot.paths().contains(path)) {
        files.add(path);
        given.add(path);
        continue;
      }
      directories.add(path);
      for (String below :
          path.isEmpty() ? snapshot.paths() : snapshot.paths().subSet(path + "/", path + "0")) {
        String name = path.isEmpty() ? below : below.substring(path.length() + 1);
        if (!MigrationPaths.isForeign(name) && !MigrationPaths.isConfiguration(below)) {
          files.add(below);
          if (MigrationPaths.root(below).equals(path) && !MigrationPaths.isDump(below)) {
            given.add(below);
          }
        }
      }
    }
    List<ChangedFile> changed = files.stream().map(path -> changed(path, Kind.ADDED)).toList();
    Snapshot nothing = new TextSnapshot(new TreeMap<>());
    return new Search(new ChangeContent(nothing, snapshot, changed), given, directories).run();
  }

  /** Files given with their history, wherever they are said to lie. */
  public FoundMigrations find(List<MigrationFile> history, List<MigrationFile> files) {
    SortedMap<String, String> base = new TreeMap<>();
    history.forEach(file -> base.put(file.path(), file.content()));
    SortedMap<String, String> head = new TreeMap<>(base);
    files.forEach(file -> head.put(file.path(), file.content()));
    Set<String> given = new TreeSet<>();
    files.forEach(file -> given.add(file.path()));
    List<ChangedFile> changed =
        given.stream()
            .map(path -> changed(path, base.containsKey(path) ? Kind.MODIFIED : Kind.ADDED))
            .toList();
    ChangeContent content =
        new ChangeContent(new TextSnapshot(base), new TextSnapshot(head), changed);
    return new Search(content, given, Set.of()).run();
  }

  private static ChangedFile changed(String path, Kind kind) {
    return new ChangedFile(path, Optional.empty(), kind, LineSet.NONE);
  }

  /** One search. */
  private final class Search {
    private final ChangeContent content;
    private final Set<String> given;
    private final Set<String> givenDirectories;
    private final List<MigrationChange> changes = new ArrayList<>();
    private final List<Unsupported> unsupported = new ArrayList<>();
    private final List<String> undecided = new ArrayList<>();
    private @Nullable EngineFinder engines;

    Search(ChangeContent content, Set<String> given, Set<String> givenDirectories) {
      this.content = content;
      this.given = given;
      this.givenDirectories = givenDirectories;
    }

    FoundMigrations run() {
      SortedMap<String, List<ChangedFile>> directories = new TreeMap<>();
      for (ChangedFile file : content.files()) {
        String path = file.path();
        boolean named = given.contains(path);
        if (!named && (MigrationPaths.isForeign(path) && givenDirectories.isEmpty())) {
          continue;
        }
        if (settings.ignores(path) && !named) {
          continue;
        }
        if (MigrationPaths.isCandidate(path)) {
          if (named || !MigrationPaths.isDump(path)) {
            directories
                .computeIfAbsent(MigrationPaths.root(path), root -> new ArrayList<>())
                .add(file);
          }
        } else if (file.kind() != Kind.DELETED) {
          ProgramMigrations.tool(path, () -> content.head().read(path))
              .ifPresent(
                  program ->
                      unsupported.add(
                          new Unsupported(
                              path,
                              program,
                              "Flux cannot read " + program + " migrations yet.",
                              false)));
        }
      }
      directories.forEach(this::directory);
      undecided.sort(null);
      return new FoundMigrations(changes, unsupported, undecided);
    }

    private void directory(String root, List<ChangedFile> files) {
      Map<Optional<String>, List<ChangedFile>> byEngine = new LinkedHashMap<>();
      for (ChangedFile file : files) {
        byEngine
            .computeIfAbsent(EngineNames.ofFile(file.path()), key -> new ArrayList<>())
            .add(file);
      }
      Directory whole = side(content.head(), root, Optional.empty(), true, files);
      Set<Optional<String>> engineSuffixes = new LinkedHashSet<>();
      whole.names().forEach(name -> engineSuffixes.add(EngineNames.ofFile(name)));
      engineSuffixes.addAll(byEngine.keySet());
      List<ChangedFile> common = byEngine.getOrDefault(Optional.<String>empty(), List.of());
      if (engineSuffixes.stream().noneMatch(Optional::isPresent)) {
        group(root, Optional.empty(), files, Set.of());
        return;
      }
      engineSuffixes.remove(Optional.<String>empty());
      Map<Optional<String>, List<ChangedFile>> groups = new LinkedHashMap<>();
      for (Optional<String> suffix : engineSuffixes) {
        List<ChangedFile> own = new ArrayList<>(common);
        Set<String> replaced = replaced(whole.names(), suffix);
        own.removeIf(file -> replaced.contains(below(root, file.path())));
        own.addAll(byEngine.getOrDefault(suffix, List.of()));
        groups.put(suffix, own);
      }
      Set<String> shared = shared(groups.values());
      groups.forEach(
          (suffix, own) -> {
            if (!own.isEmpty()) {
              group(root, suffix, own, shared);
            }
          });
    }

    /** Files that more than one engine runs. */
    private static Set<String> shared(Collection<List<ChangedFile>> groups) {
      Set<String> seen = new TreeSet<>();
      return groups.stream()
          .flatMap(List::stream)
          .map(ChangedFile::path)
          .filter(path -> !seen.add(path))
          .collect(Collectors.toSet());
    }

    /** Files for every engine in whose place this one has its own, as pop takes them. */
    private static Set<String> replaced(Set<String> names, Optional<String> suffix) {
      return names.stream()
          .filter(name -> suffix.isPresent() && EngineNames.ofFile(name).equals(suffix))
          .map(EngineNames::withoutEngine)
          .collect(Collectors.toSet());
    }

    private static String below(String root, String path) {
      return root.isEmpty() ? path : path.substring(root.length() + 1);
    }

    /** One directory, or those files of it that are for one engine. */
    private void group(
        String root, Optional<String> suffix, List<ChangedFile> files, Set<String> shared) {
      Directory head = side(content.head(), root, suffix, false, files);
      Directory shape =
          head.anyName(name -> name.endsWith(".sql"))
              ? head
              : side(content.base(), root, suffix, false, files);
      Optional<Recognised> recognised = recognise(shape, files);
      if (recognised.isEmpty()) {
        files.forEach(this::undecided);
        return;
      }
      Tool found = recognised.get().tool();
      NamedEngine name = engines().name(shape, found, suffix);
      Optional<Dialect> dialect = EngineNames.dialect(name.name());
      if (dialect.isEmpty()) {
        files.forEach(file -> foreign(file, found, name));
        return;
      }
      Engine server = engines().engine(dialect.get(), name, shape);
      Migrations migrations =
          Migrations.of(root, found, dialect.get(), head, content.base(), files);
      add(
          root,
          new Recognised(found.in(head), recognised.get().evidence()),
          server,
          migrations,
          files,
          shared);
    }

    private void add(
        String root,
        Recognised recognised,
        Engine server,
        Migrations migrations,
        List<ChangedFile> files,
        Set<String> shared) {
      boolean wholeDirectory =
          givenDirectories.stream()
              .anyMatch(each -> each.isEmpty() || (root + "/").startsWith(each + "/"));
      if (!migrations.changed().isEmpty() || !migrations.touched().isEmpty()) {
        boolean named = !given.isEmpty() || !givenDirectories.isEmpty();
        changes.add(
            new MigrationChange(
                root,
                recognised.tool(),
                recognised.evidence(),
                server,
                named ? migrations.earlierHistory() : migrations.history(),
                migrations.changed(),
                migrations.touched(),
                !wholeDirectory,
                new SnapshotCode(content.head(), root),
                named ? migrations.laterHistory() : List.of(),
                shared));
      }
      Set<String> read = migrations.files();
      files.stream()
          .filter(file -> !read.contains(file.path()))
          .forEach(file -> unread(file, recognised.tool()));
    }

    private Optional<Recognised> recognise(Directory directory, List<ChangedFile> files) {
      if (tool.isPresent()) {
        return Optional.of(new Recognised(tool.get(), "as given"));
      }
      Optional<Tool> said =
          settings
              .about(directory.path())
              .flatMap(about -> about.tool().stream())
              .findFirst()
              .flatMap(id -> tools.stream().filter(each -> each.id().equals(id)).findFirst());
      if (said.isPresent()) {
        return Optional.of(new Recognised(said.get(), "`" + RepositorySettings.FILE + "`"));
      }
      for (Tool each : tools) {
        Optional<String> evidence = each.recognise(directory);
        if (evidence.isPresent()) {
          return Optional.of(new Recognised(each, evidence.get()));
        }
      }
      Tool last = tools.get(tools.size() - 1);
      return files.stream().anyMatch(file -> given.contains(file.path()))
          ? Optional.of(new Recognised(last, "assumed: no tool's files or markers beside it"))
          : Optional.empty();
    }

    private Directory side(
        Snapshot side, String root, Optional<String> suffix, boolean all, List<ChangedFile> files) {
      String prefix = root.isEmpty() ? "" : root + "/";
      List<String> samples =
          files.stream()
              .filter(file -> file.path().endsWith(".sql"))
              .map(file -> file.path().substring(prefix.length()))
              .toList();
      Set<String> replaced =
          all
              ? Set.of()
              : replaced(new Directory(side, root, name -> true, List.of()).names(), suffix);
      return new Directory(
          side,
          root,
          name ->
              MigrationPaths.belongs(name)
                  && !replaced.contains(name)
                  && (!settings.ignores(prefix + name) || given.contains(prefix + name))
                  && (!MigrationPaths.isDump(prefix + name) || given.contains(prefix + name))
                  && (all
                      || EngineNames.ofFile(name)
                          .map(each -> suffix.equals(Optional.of(each)))
                          .orElse(true)),
          samples);
    }

    private EngineFinder engines() {
      EngineFinder known = engines;
      if (known == null) {
        known = new EngineFinder(content.head(), engine, settings);
        engines = known;
      }
      return known;
    }

    private void foreign(ChangedFile file, Tool found, NamedEngine name) {
      if (file.kind() != Kind.DELETED
          && file.path().endsWith(".sql")
          && !MigrationPaths.goesDown(file.path())) {
        unsupported.add(
            new Unsupported(
                file.path(),
                found.title(),
                "Flux does not judge "
                    + EngineNames.title(name.name())
                    + ": "
                    + name.source()
                    + ".",
                true));
      }
    }

    /** A file that somebody names must never pass in silence. */
    private void unread(ChangedFile file, Tool found) {
      if (given.contains(file.path())
          && givenDirectories.isEmpty()
          && file.path().endsWith(".sql")
          && !MigrationPaths.goesDown(file.path())) {
        unsupported.add(
            new Unsupported(
                file.path(),
                found.title(),
                found.title() + " does not run a file of this name.",
                false));
      } else {
        undecided(file);
      }
    }

    private void undecided(ChangedFile file) {
      if (file.kind() != Kind.DELETED
          && file.path().endsWith(".sql")
          && !MigrationPaths.goesDown(file.path())
          && content
              .head()
              .read(file.path())
              .filter(text -> DDL.matcher(text).find())
              .isPresent()) {
        undecided.add(file.path());
      }
    }
  }

  private record Recognised(Tool tool, String evidence) {}
}
