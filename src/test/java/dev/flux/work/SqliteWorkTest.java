package dev.flux.work;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.config.ServerSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteWorkTest extends DurableWorkContract {
  @TempDir Path directory;

  @Override
  ServerSettings.Store newDatabase() {
    return new ServerSettings.Store(
        "jdbc:sqlite:" + directory.resolve("new/flux.db"), Optional.empty(), Optional.empty());
  }

  @Test
  void aSecondServerOnTheSameFileIsRefused() {
    assertThatThrownBy(() -> Store.open(newDatabase()))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("Another Flux server uses the store")
        .hasMessageContaining("FLUX_STORE_URL=jdbc:postgresql:");
  }

  @Test
  void aStoreThatCannotBeMadeIsSaid() {
    ServerSettings.Store nowhere =
        new ServerSettings.Store(
            "jdbc:sqlite:/proc/none/flux.db", Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> Store.open(nowhere))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("/proc/none/flux.db cannot be made");
  }
}
