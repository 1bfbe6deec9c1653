package dev.flux.repository;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** Keeps a git cache within its size, without measuring the disk each time it is asked. */
public final class CacheUpkeep {
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final GitCache cache;
  private final long maxBytes;
  private final Clock clock;
  private final AtomicReference<Instant> due = new AtomicReference<>(Instant.MIN);

  /**
   * @param maxBytes that the cache may take on disk
   */
  public CacheUpkeep(GitCache cache, long maxBytes, Clock clock) {
    this.cache = cache;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /**
   * Evicts what was not used for the longest time, if that was not looked at a while ago.
   *
   * @throws IOException where the cache's directory cannot be read or written
   */
  public void keep() throws IOException {
    Instant now = clock.instant();
    Instant last = due.get();
    if (!now.isBefore(last) && due.compareAndSet(last, now.plus(INTERVAL))) {
      cache.evict(maxBytes);
    }
  }
}
