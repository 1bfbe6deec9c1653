package dev.flux.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JGitSettingsTest {

  @Test
  void assumesTheFileClockWithoutMeasuringIt(@TempDir Path temp) {
    JGitSettings.apply();
    FS.FileStoreAttributes clock = FS.FileStoreAttributes.get(temp);
    assertThat(clock.getFsTimestampResolution()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void readsNoConfigurationOfTheMachine() throws Exception {
    JGitSettings.apply();
    SystemReader reader = SystemReader.getInstance();
    assertThat(reader.openUserConfig(null, FS.DETECTED).getFile()).isNull();
    assertThat(reader.openSystemConfig(null, FS.DETECTED).getFile()).isNull();
    assertThat(reader.openJGitConfig(null, FS.DETECTED).getFile()).isNull();
    assertThat(reader.getUserConfig().getSections()).containsExactlyInAnyOrder("uploadpack", "gc");
  }
}
