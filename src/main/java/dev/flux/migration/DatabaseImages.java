package dev.flux.migration;

import dev.flux.engine.EngineVersion;
import dev.flux.repository.Snapshot;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Container images of database servers that a repository starts, in compose files and in CI. */
final class DatabaseImages {
  private static final Pattern FILE =
      Pattern.compile(
          "(?:.*/)?(?:(?:docker-)?compose[^/]*\\.ya?ml|\\.github/workflows/[^/]+\\.ya?ml"
              + "|\\.gitlab-ci\\.ya?ml|\\.circleci/config\\.ya?ml|bitbucket-pipelines\\.ya?ml)");
  private static final Pattern IMAGE =
      Pattern.compile(
          "\\b(?:image|name)\\s*:\\s*[\"']?([\\w./-]*?)(postgres|postgresql|postgis|timescaledb(?:-ha)?"
              + "|pgvector|mysql|mysql-server|percona|percona-server|mariadb)"
              + "(?::(?:\\$\\{[^}]*?:?-)?([\\w.-]+))?[}\"'\\s]");
  private static final Pattern POSTGRES_IN_TAG = Pattern.compile("pg(\\d+)");

  private final List<Image> images;

  private DatabaseImages(List<Image> images) {
    this.images = images;
  }

  private record Image(Dialect dialect, Optional<EngineVersion> version, String file) {}

  /** A version and where it is said. */
  record Version(EngineVersion version, String source) {}

  /** Reads every such file of a repository. */
  static DatabaseImages of(Snapshot repository, Predicate<String> own) {
    List<Image> images = new ArrayList<>();
    for (String path : repository.paths()) {
      if (path.endsWith("ml") && FILE.matcher(path).matches() && own.test(path)) {
        repository.read(path).ifPresent(text -> images.addAll(images(path, text)));
      }
    }
    return new DatabaseImages(List.copyOf(images));
  }

  private static List<Image> images(String path, String text) {
    List<Image> images = new ArrayList<>();
    Matcher image = IMAGE.matcher(text + "\n");
    while (image.find()) {
      String prefix = image.group(1);
      if (prefix.isEmpty() || prefix.endsWith("/")) {
        Dialect dialect = dialect(image.group(2));
        String tag = image.group(3);
        images.add(new Image(dialect, tag == null ? Optional.empty() : ofTag(dialect, tag), path));
      }
    }
    return images;
  }

  private static Dialect dialect(String name) {
    if (name.equals("mariadb")) {
      return Dialect.MARIADB;
    }
    return name.startsWith("mysql") || name.startsWith("percona")
        ? Dialect.MYSQL
        : Dialect.POSTGRESQL;
  }

  private static Optional<EngineVersion> ofTag(Dialect dialect, String tag) {
    Matcher inTag = POSTGRES_IN_TAG.matcher(tag);
    return dialect == Dialect.POSTGRESQL && inTag.find()
        ? EngineVersion.parse(inTag.group(1))
        : EngineVersion.parse(tag);
  }

  /** The engine of the images nearest to a directory, where they agree on one. */
  Optional<NamedEngine> engine(String directory) {
    List<Image> near = nearest(images, directory);
    return near.stream().map(Image::dialect).distinct().count() == 1
        ? Optional.of(
            new NamedEngine(
                near.get(0).dialect().id(), "the image in `" + near.get(0).file() + "`"))
        : Optional.empty();
  }

  /** Whether any image is of that engine. */
  boolean has(Dialect dialect) {
    return images.stream().anyMatch(image -> image.dialect() == dialect);
  }

  /**
   * The lowest version of the images nearest to a directory: what must work on each works there.
   */
  Optional<Version> version(Dialect dialect, String directory) {
    List<Image> versioned =
        images.stream()
            .filter(image -> image.dialect() == dialect && image.version().isPresent())
            .toList();
    return nearest(versioned, directory).stream()
        .map(image -> new Version(image.version().orElseThrow(), image.file()))
        .min(Comparator.comparing(Version::version));
  }

  private static List<Image> nearest(List<Image> images, String directory) {
    int best = images.stream().mapToInt(image -> shared(image.file(), directory)).max().orElse(0);
    return images.stream().filter(image -> shared(image.file(), directory) == best).toList();
  }

  /** How many folders two paths have in common from the top. */
  private static int shared(String file, String directory) {
    String[] left = Directory.parent(file).split("/", -1);
    String[] right = directory.split("/", -1);
    int count = 0;
    while (count < left.length && count < right.length && left[count].equals(right[count])) {
      count++;
    }
    return count;
  }
}
