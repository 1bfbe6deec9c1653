package dev.flux.migration;

import dev.flux.repository.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Files of folders laid over each other, the first on top, less some that are taken away. */
final class Folder implements Snapshot {
  private final java.util.List<Path> layers;
  private final SortedSet<String> paths = new TreeSet<>();

  Folder(java.util.List<Path> layers, java.util.Collection<String> removed) {
    this.layers = layers;
    for (Path layer : layers) {
      try (Stream<Path> walk = Files.walk(layer)) {
        walk.filter(Files::isRegularFile)
            .forEach(file -> paths.add(layer.relativize(file).toString().replace('\\', '/')));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    paths.removeAll(removed);
  }

  @Override
  public SortedSet<String> paths() {
    return Collections.unmodifiableSortedSet(paths);
  }

  @Override
  public Optional<String> read(String path) {
    for (Path layer : layers) {
      Path file = layer.resolve(path);
      if (paths.contains(path) && Files.isRegularFile(file)) {
        try {
          return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return Optional.empty();
  }
}
