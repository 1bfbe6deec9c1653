package dev.flux.repository;

import java.io.IOException;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectChecker;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;

/**
 * Where a commit that nobody reads before it is made may write: below given directories, through
 * nothing but directories, and under no name that some file system takes for another.
 */
final class CommitPaths {
  /** Control characters and those that change the order in which text is shown. */
  private static final Pattern UNSEEN = Pattern.compile("[\\p{Cntrl}\\p{Cf}\\\\:]");

  private static final int LONGEST_NAME = 255;

  private final ObjectReader reader;
  private final ObjectId tree;
  private final Set<String> within;

  /**
   * @param tree of the commit that is written upon
   */
  CommitPaths(ObjectReader reader, ObjectId tree, Set<String> within) {
    this.reader = reader;
    this.tree = tree;
    this.within = within;
  }

  /**
   * Makes sure of a path.
   *
   * @return the mode of the regular file that stands there, if one does
   * @throws GitException.Refused where nothing may be written to it
   */
  Optional<FileMode> require(String path) throws GitException.Refused, IOException {
    requireName(path);
    boolean inside = within.stream().anyMatch(top -> top.isEmpty() || path.startsWith(top + "/"));
    if (!inside) {
      throw refused(path, "it is outside of the migration directory");
    }
    ObjectId directory = tree;
    String[] names = path.split("/", -1);
    for (int i = 0; i < names.length; i++) {
      Optional<Entry> entry = find(directory, names[i], path);
      if (entry.isEmpty()) {
        return Optional.empty();
      }
      FileMode mode = entry.get().mode();
      if (i == names.length - 1) {
        if (!TreeDiff.isRegular(mode)) {
          throw refused(path, "something else than a file stands there");
        }
        return Optional.of(mode);
      }
      if (!mode.equals(FileMode.TREE)) {
        throw refused(path, "`" + names[i] + "` in it is no directory but " + kind(mode));
      }
      directory = entry.get().id();
    }
    return Optional.empty();
  }

  private static void requireName(String path) throws GitException.Refused {
    ObjectChecker checker = new ObjectChecker().setSafeForWindows(true).setSafeForMacOS(true);
    try {
      checker.checkPath(path);
    } catch (CorruptObjectException e) {
      throw refused(path, "git does not take the name: " + e.getMessage());
    }
    if (UNSEEN.matcher(path).find() || !Normalizer.isNormalized(path, Normalizer.Form.NFC)) {
      throw refused(path, "it has characters that are not shown as they are");
    }
    for (String name : path.split("/", -1)) {
      if (name.toLowerCase(Locale.ROOT).startsWith(".git") || name.length() > LONGEST_NAME) {
        throw refused(path, "`" + name + "` is a name of git's own, or too long");
      }
    }
  }

  private record Entry(FileMode mode, ObjectId id) {}

  /** The entry of a name; another one that differs in case alone is refused. */
  private Optional<Entry> find(ObjectId directory, String name, String path)
      throws GitException.Refused, IOException {
    Optional<Entry> found = Optional.empty();
    CanonicalTreeParser entries = new CanonicalTreeParser(null, reader, directory);
    for (; !entries.eof(); entries.next()) {
      String other = entries.getEntryPathString();
      if (other.equals(name)) {
        found = Optional.of(new Entry(entries.getEntryFileMode(), entries.getEntryObjectId()));
      } else if (fold(other).equals(fold(name))) {
        throw refused(path, "`" + other + "` stands beside it, the same name in another case");
      }
    }
    return found;
  }

  private static String fold(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT);
  }

  private static String kind(FileMode mode) {
    return mode.equals(FileMode.SYMLINK)
        ? "a symbolic link"
        : mode.equals(FileMode.GITLINK) ? "a submodule" : "a file";
  }

  private static GitException.Refused refused(String path, String why) {
    return new GitException.Refused("Flux does not write to `" + path + "`: " + why);
  }
}
