package dev.flux.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.config.ServerSettings.GitHubCredentials;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServerSettingsTest {
  private static final UserDirectories LINUX = new UserDirectories("Linux", Path.of("/home/ann"));

  @TempDir Path directory;

  @Test
  void withNothingSetItServesWithoutAForge() throws Exception {
    ServerSettings settings = ServerSettings.load(Optional.empty(), Map.of(), LINUX);

    assertThat(settings.home()).isEqualTo(Path.of("/home/ann/.local/share/flux"));
    assertThat(settings.store().url()).isEqualTo("jdbc:sqlite:/home/ann/.local/share/flux/flux.db");
    assertThat(settings.port()).isEqualTo(8080);
    assertThat(settings.limits().webhookBody()).isEqualTo(26L << 20);
    assertThat(settings.github()).isEmpty();
    assertThat(settings.gitlab()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, XDG_DATA_HOME, /data, /data/flux",
    "Linux, XDG_DATA_HOME, relative, /home/ann/.local/share/flux",
    "Mac OS X, XDG_DATA_HOME, /data, /home/ann/Library/Application Support/flux",
    "Windows 11, LOCALAPPDATA, /local, /local/flux",
    "Linux, FLUX_HOME, /srv/flux, /srv/flux"
  })
  void homeFollowsTheCustomOfTheSystem(String system, String name, String value, Path expected)
      throws Exception {
    UserDirectories directories = new UserDirectories(system, Path.of("/home/ann"));
    assertThat(ServerSettings.load(Optional.empty(), Map.of(name, value), directories).home())
        .isEqualTo(expected);
  }

  @Test
  void everySettingIsAKeyOfTheFile() throws Exception {
    Path key = Files.writeString(directory.resolve("app.pem"), "a key");
    ServerSettings settings =
        file(
            """
            home: /srv/flux
            port: 9090
            public-url: https://flux.example.org/
            workers: 2
            webhook-body-limit: 1MB
            review-body-limit: 512 KB
            git-cache-limit: 1GB
            store:
              url: jdbc:postgresql://db/flux
              user: flux
              password: one
            github:
              api-url: https://git.example.org/api/v3
              git-url: https://git.example.org
              app-id: 42
              private-key-file: %s
              webhook-secret: [new, old]
            gitlab:
              url: https://gitlab.example.org/
              token: two
              webhook-secret: three, four
            """
                .formatted(key));

    assertThat(settings.publicUrl()).contains(URI.create("https://flux.example.org"));
    assertThat(settings.limits())
        .isEqualTo(new ServerSettings.Limits(1 << 20, 512 << 10, 1L << 30));
    assertThat(settings.store())
        .isEqualTo(
            new ServerSettings.Store(
                "jdbc:postgresql://db/flux", Optional.of("flux"), Optional.of(Secret.of("one"))));
    assertThat(settings.github().orElseThrow())
        .isEqualTo(
            new ServerSettings.GitHub(
                URI.create("https://git.example.org/api/v3"),
                Optional.of(URI.create("https://git.example.org")),
                new GitHubCredentials.App(42, key),
                List.of(Secret.of("new"), Secret.of("old"))));
    assertThat(settings.gitlab().orElseThrow())
        .isEqualTo(
            new ServerSettings.GitLab(
                URI.create("https://gitlab.example.org"),
                Optional.empty(),
                Secret.of("two"),
                List.of(Secret.of("three"), Secret.of("four"))));
    assertThat(settings.toString()).doesNotContain("one", "two", "three", "four", "new", "old");
  }

  @Test
  void theEnvironmentWinsOverTheFile() throws Exception {
    Path file = write("port: 9090\nhome: /srv/flux\n");
    ServerSettings settings =
        ServerSettings.load(Optional.of(file), Map.of("FLUX_PORT", "7070", "FLUX_HOME", ""), LINUX);

    assertThat(settings.port()).isEqualTo(7070);
    assertThat(settings.home()).isEqualTo(Path.of("/srv/flux"));
  }

  @ParameterizedTest
  @EnumSource(ServerSetting.class)
  void everySettingIsReadFromItsVariable(ServerSetting setting) {
    assertThat(setting.variable()).matches("FLUX_[A-Z_]+");
    Map<String, String> environment = Map.of(setting.variable(), "\0");
    if (setting != ServerSetting.HOME) {
      assertThatThrownBy(() -> ServerSettings.load(Optional.empty(), environment, LINUX))
          .as("a value that cannot be right, or a part without the others, is noticed")
          .isInstanceOf(ServerSettingsException.class);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port: 1\\n"
            + "github:\\n"
            + "  tokn: x|:3: unknown setting `github.tokn`. Did you mean `github.token`?",
        "prot: 1|:1: unknown setting `prot`. Did you mean `port`?",
        "colour: red|:1: unknown setting `colour`. Known are: home, port,",
        "home: /x\\nport: eighty|:2: `port` must be a whole number from 0 to 65535, not `eighty`.",
        "port: 70000|:1: `port` must be a whole number",
        "port: [1, 2]|:1: `port` takes one value, not a list.",
        "port:\\n  number: 1|:1: `port` takes a value, not keys below it",
        "github: x|:1: `github` is a group of settings and takes keys below it",
        "port: 1\\nport: 2|:2: not YAML: Duplicate field 'port'",
        "port: 1\\n  home: x|:2: not YAML: mapping values are not allowed here",
        "- port|:1: expected settings, each as \"key: value\"",
        "webhook-body-limit: big|:1: `webhook-body-limit` must be a size such as 26MB",
        "public-url: flux.example.org|:1: `public-url` must be an address such as",
        "shadow: on|:1: `shadow` must be off, embedded or begin with jdbc:postgresql:",
        "shadow: jdbc:postgresql://db/x?password=hidden|:1 holds credentials",
        "shadow-forks: maybe|:1: `shadow-forks` must be true or false, not `maybe`.",
        "store:\\n  url: jdbc:mysql://db/flux|:2 must begin with jdbc:sqlite: or jdbc:postgresql:",
        "store:\\n  url: jdbc:postgresql://db/flux?password=hidden|:2 holds credentials"
      })
  void whatIsWrongInTheFileIsShownWithItsLine(String yaml, String expected) {
    assertThatThrownBy(() -> file(yaml.replace("\\n", "\n")))
        .isInstanceOf(ServerSettingsException.class)
        .hasMessageContaining("flux.yml" + expected)
        .hasMessageNotContaining("hidden");
  }

  @Test
  void aMissingFileIsSaid() {
    assertThatThrownBy(
            () -> ServerSettings.load(Optional.of(directory.resolve("no.yml")), Map.of(), LINUX))
        .hasMessageContaining("no.yml cannot be read");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GITHUB_APP_ID=1 GITHUB_WEBHOOK_SECRET=s|Set FLUX_GITHUB_PRIVATE_KEY_FILE",
        "GITHUB_PRIVATE_KEY_FILE=/none.pem GITHUB_WEBHOOK_SECRET=s|Set FLUX_GITHUB_APP_ID",
        "GITHUB_APP_ID=1 GITHUB_PRIVATE_KEY_FILE=/none.pem GITHUB_WEBHOOK_SECRET=s"
            + "|FLUX_GITHUB_PRIVATE_KEY_FILE: there is no file /none.pem",
        "GITHUB_APP_ID=1 GITHUB_TOKEN=t GITHUB_WEBHOOK_SECRET=s|both a token and an App",
        "GITHUB_TOKEN=t|GitHub has no webhook secret",
        "GITHUB_WEBHOOK_SECRET=s|GitHub has settings, but Flux cannot speak to it",
        "GITHUB_API_URL=https://git.example.org/api/v3|GitHub has settings, but Flux cannot speak",
        "GITLAB_TOKEN=t|GitLab has no webhook secret",
        "GITLAB_WEBHOOK_SECRET=s|Set FLUX_GITLAB_TOKEN",
        "STORE_PASSWORD=p|are for PostgreSQL",
        "GITHUB_TOKN=t|FLUX_GITHUB_TOKN is not a setting. Did you mean FLUX_GITHUB_TOKEN?",
        "PORT=tcp://10.0.0.7:8080|enableServiceLinks: false"
      })
  void contradictionsAndMissingPartsAreRefused(String variables, String expected) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : variables.split(" ", -1)) {
      String[] parts = variable.split("=", 2);
      environment.put("FLUX_" + parts[0], parts[1]);
    }
    assertThatThrownBy(() -> ServerSettings.load(Optional.empty(), environment, LINUX))
        .isInstanceOf(ServerSettingsException.class)
        .hasMessageContaining(expected);
  }

  @Test
  void aGitHubTokenWithASecretIsEnough() throws Exception {
    ServerSettings settings =
        ServerSettings.load(
            Optional.empty(),
            Map.of("FLUX_GITHUB_TOKEN", "t", "FLUX_GITHUB_WEBHOOK_SECRET", "new,old"),
            LINUX);

    ServerSettings.GitHub github = settings.github().orElseThrow();
    assertThat(github.apiUrl()).isEqualTo(URI.create("https://api.github.com"));
    assertThat(github.gitUrl()).isEmpty();
    assertThat(github.credentials()).isEqualTo(new GitHubCredentials.Token(Secret.of("t")));
    assertThat(github.webhookSecrets()).containsExactly(Secret.of("new"), Secret.of("old"));
  }

  private ServerSettings file(String yaml) throws Exception {
    return ServerSettings.load(Optional.of(write(yaml)), Map.of(), LINUX);
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(directory.resolve("flux.yml"), yaml);
  }
}
