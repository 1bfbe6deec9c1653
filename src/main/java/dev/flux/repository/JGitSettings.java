package dev.flux.repository;

import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * What JGit believes about this machine: nothing that a configuration file of the user or the
 * system says, so that a cache behaves alike everywhere and works with a read-only home.
 */
final class JGitSettings {

  static {
    SystemReader.setInstance(new Isolated(SystemReader.getInstance()));
  }

  private JGitSettings() {}

  /** Makes the settings hold in this JVM; to be called before JGit is first used. */
  static void apply() {
    // Loading this class does it, once.
  }

  private static final class Isolated extends SystemReader.Delegate {
    Isolated(SystemReader platform) {
      super(platform);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
      return new Fixed(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
      return new Fixed(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
      return new Fixed(parent, fs);
    }

    @Override
    public String getHostname() {
      return "localhost"; // JGit would ask the name service, and only to sign lock files.
    }
  }

  /** A configuration that has no file. */
  private static final class Fixed extends FileBasedConfig {
    private static final long COARSEST_FILE_CLOCK_SECONDS = 2;

    Fixed(@Nullable Config parent, FS fs) {
      super(parent, null, fs);
      // A repository of a file: URL is served by this JVM; its merge bases are no branch tips.
      setBoolean("uploadpack", null, "allowAnySHA1InWant", true);
      setInt("gc", null, "auto", 0);
      // In the background it would write beside a cache that is being deleted.
      setBoolean("gc", null, "autoDetach", false);
    }

    @Override
    public void load() {
      // There is no file.
    }

    @Override
    public void save() {
      // There is no file.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    /**
     * The resolution of file timestamps: assumed at the coarsest that is in use, where JGit would
     * measure it for seconds and write it down in the user's configuration.
     */
    @Override
    public long getTimeUnit(
        String section, @Nullable String subsection, String name, long fallback, TimeUnit unit) {
      if (!section.equals("filesystem")) {
        return super.getTimeUnit(section, subsection, name, fallback, unit);
      }
      return name.equals("timestampResolution")
          ? unit.convert(COARSEST_FILE_CLOCK_SECONDS, TimeUnit.SECONDS)
          : 0;
    }
  }
}
