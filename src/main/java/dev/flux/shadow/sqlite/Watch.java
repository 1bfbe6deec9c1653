package dev.flux.shadow.sqlite;

import dev.flux.shadow.Limits;
import dev.flux.shadow.Periodic;
import dev.flux.shadow.Unprovable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at what runs, and interrupts it once it lasts too long or fills too much.
 */
final class Watch implements AutoCloseable {
  private final Path directory;
  private final Limits limits;
  private final long began = System.nanoTime();
  private final Periodic looking;
  private volatile @Nullable String reached;
  private @Nullable Statement running;
  private long since;

  Watch(Path directory, Limits limits) {
    this.directory = directory;
    this.limits = limits;
    looking = new Periodic(this::look);
  }

  /** The statement that runs from now on; null where none does. */
  synchronized void running(@Nullable Statement statement) {
    running = statement;
    since = System.nanoTime();
  }

  /** The limit that ended it, in words. */
  Optional<String> reached() {
    return Optional.ofNullable(reached);
  }

  /** Looks at once. */
  void check() throws Unprovable {
    look();
    String limit = reached;
    if (limit != null) {
      throw new Unprovable(limit);
    }
  }

  private synchronized void look() {
    if (reached == null) {
      reached = limit().orElse(null);
    }
    Statement now = running;
    if (reached != null && now != null) {
      try {
        now.cancel();
      } catch (SQLException e) {
        reached = reached + ", and does not end: " + e.getMessage();
      }
    }
  }

  private Optional<String> limit() {
    long now = System.nanoTime();
    if (now - began > limits.whole().toNanos()) {
      return Optional.of("it took longer than " + limits.whole().toSeconds() + " s");
    }
    if (running != null && now - since > limits.statement().toNanos()) {
      return Optional.of("a statement ran longer than " + limits.statement().toSeconds() + " s");
    }
    return size() > limits.bytes()
        ? Optional.of("it filled more than " + (limits.bytes() >> 20) + " MB")
        : Optional.empty();
  }

  private long size() {
    long size = 0;
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> all = files.toList();
      for (Path file : all) {
        // A journal comes and goes.
        size += file.toFile().length();
      }
    } catch (IOException e) {
      return Long.MAX_VALUE;
    }
    return size;
  }

  @Override
  public void close() {
    looking.close();
  }
}
