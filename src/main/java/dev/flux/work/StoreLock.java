package dev.flux.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a SQLite file for one server: a second one would take the first one's running work for
 * abandoned. The operating system lets go of it when the process ends, however it ends.
 */
final class StoreLock implements AutoCloseable {
  private final FileChannel channel;

  private StoreLock(FileChannel channel) {
    this.channel = channel;
  }

  static StoreLock take(String url) {
    String name = url.substring("jdbc:sqlite:".length()).replaceFirst("\\?.*", "");
    if (name.isBlank() || name.startsWith(":")) {
      throw new StoreException("The store " + url + " must name a file.", null);
    }
    Path file = Path.of(name.replaceFirst("^file:", "")).toAbsolutePath();
    try {
      Files.createDirectories(file.getParent());
      FileChannel channel =
          FileChannel.open(
              file.resolveSibling(file.getFileName() + ".lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new StoreException(
            "Another Flux server uses the store %s. Stop it, or use PostgreSQL for several: FLUX_STORE_URL=jdbc:postgresql://HOST/DATABASE"
                .formatted(file),
            null);
      }
      return new StoreLock(channel);
    } catch (IOException e) {
      throw new StoreException("The store " + file + " cannot be made: " + e, e);
    }
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // held by this very process
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
