package dev.flux.config;

import dev.flux.config.ServerSettings.GitHub;
import dev.flux.config.ServerSettings.GitHubCredentials;
import dev.flux.config.ServerSettings.GitLab;
import dev.flux.config.ServerSettings.Limits;
import dev.flux.config.ServerSettings.Store;
import dev.flux.config.ServerSettingsFile.Entry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes settings of a file and an environment, and refuses what does not fit together. */
final class ServerSettingsReader {
  private static final long MEBIBYTE = 1 << 20;

  private final Optional<Path> file;
  private final Map<String, String> environment;
  private final UserDirectories directories;
  private final SettingValues values;
  private final List<String> problems = new ArrayList<>();

  ServerSettingsReader(
      Optional<Path> file, Map<String, String> environment, UserDirectories directories) {
    this.file = file;
    this.environment = environment;
    this.directories = directories;
    this.values = new SettingValues(problems);
  }

  ServerSettings read() throws ServerSettingsException {
    Map<ServerSetting, Entry> entries = new EnumMap<>(ServerSetting.class);
    if (file.isPresent()) {
      entries.putAll(ServerSettingsFile.read(file.get()));
    }
    refuseMisspeltVariables();
    for (ServerSetting setting : ServerSetting.values()) {
      String value = environment.getOrDefault(setting.variable(), "").strip();
      if (!value.isEmpty()) {
        entries.put(setting, new Entry(List.of(value), setting.variable()));
      }
    }
    values.take(entries);
    Path home = values.path(ServerSetting.HOME).orElseGet(() -> directories.data(environment));
    ServerSettings settings =
        new ServerSettings(
            home.toAbsolutePath().normalize(),
            (int) values.number(ServerSetting.PORT, 0, 65535).orElse(8080),
            values.address(ServerSetting.PUBLIC_URL),
            (int) values.number(ServerSetting.WORKERS, 1, 64).orElse(4),
            limits(),
            store(home.toAbsolutePath().normalize()),
            shadow(),
            github(),
            gitlab());
    if (!problems.isEmpty()) {
      throw new ServerSettingsException(problems);
    }
    return settings;
  }

  /**
   * Other variables that begin with FLUX_ may be anybody's; one that nearly is a setting is not.
   */
  private void refuseMisspeltVariables() {
    List<String> known =
        Arrays.stream(ServerSetting.values()).map(ServerSetting::variable).toList();
    environment.keySet().stream()
        .filter(name -> name.startsWith("FLUX_") && !known.contains(name))
        .sorted()
        .forEach(
            name ->
                known.stream()
                    .filter(setting -> Spelling.distance(name, setting) <= 2)
                    .findFirst()
                    .ifPresent(
                        near ->
                            problems.add(name + " is not a setting. Did you mean " + near + "?")));
  }

  private Limits limits() {
    return new Limits(
        values.size(ServerSetting.WEBHOOK_BODY_LIMIT).orElse(26 * MEBIBYTE),
        values.size(ServerSetting.REVIEW_BODY_LIMIT).orElse(16 * MEBIBYTE),
        values.size(ServerSetting.GIT_CACHE_LIMIT).orElse(5 * 1024 * MEBIBYTE));
  }

  private Store store(Path home) {
    String url =
        values.text(ServerSetting.STORE_URL).orElse("jdbc:sqlite:" + home.resolve("flux.db"));
    Store store =
        new Store(
            url,
            values.text(ServerSetting.STORE_USER),
            values.text(ServerSetting.STORE_PASSWORD).map(Secret::of));
    String place = values.place(ServerSetting.STORE_URL);
    boolean postgres = url.startsWith("jdbc:postgresql:");
    if (!store.embedded() && !postgres) {
      problems.add(
          place + " must begin with jdbc:sqlite: or jdbc:postgresql:, the two stores Flux knows.");
    } else if (postgres && (url.contains("password=") || url.matches(".*//[^/?]*@.*"))) {
      problems.add(
          place
              + " holds credentials and would be logged. Put them in FLUX_STORE_USER and"
              + " FLUX_STORE_PASSWORD.");
    } else if (store.embedded() && (store.user().isPresent() || store.password().isPresent())) {
      problems.add(
          "FLUX_STORE_USER and FLUX_STORE_PASSWORD are for PostgreSQL, but the store is a SQLite"
              + " file. Set FLUX_STORE_URL=jdbc:postgresql://HOST/DATABASE, or leave them out.");
    }
    return store;
  }

  private ShadowSettings shadow() {
    String where = values.text(ServerSetting.SHADOW).orElse("off");
    Optional<String> user = values.text(ServerSetting.SHADOW_USER);
    Optional<Secret> password = values.text(ServerSetting.SHADOW_PASSWORD).map(Secret::of);
    String forks = values.text(ServerSetting.SHADOW_FORKS).orElse("false");
    ShadowSettings settings =
        ShadowSettings.parse(where, user, password).orElse(ShadowSettings.OFF);
    boolean address = where.matches("jdbc:(?:postgresql|mysql|mariadb):.*");
    if (!address && !where.equals("off") && !where.equals("embedded")) {
      problems.add(
          values.place(ServerSetting.SHADOW)
              + ": `shadow` must be off, embedded or begin with jdbc:postgresql:, jdbc:mysql: or"
              + " jdbc:mariadb:, the servers that Flux can try rollouts on.");
    } else if (address && where.contains("password=")) {
      problems.add(
          values.place(ServerSetting.SHADOW)
              + " holds credentials and would be logged. Put them in FLUX_SHADOW_USER and"
              + " FLUX_SHADOW_PASSWORD.");
    } else if (!address && (user.isPresent() || password.isPresent())) {
      problems.add(
          "FLUX_SHADOW_USER and FLUX_SHADOW_PASSWORD are for a server with an address. Set"
              + " FLUX_SHADOW=jdbc:postgresql://HOST/DATABASE, or leave them out.");
    }
    if (!forks.equals("true") && !forks.equals("false")) {
      problems.add(
          values.place(ServerSetting.SHADOW_FORKS)
              + ": `shadow-forks` must be true or false, not `%s`.".formatted(forks));
    }
    return settings.withForks(forks.equals("true"));
  }

  private Optional<GitHub> github() {
    if (noneSet(Stream.of(ServerSetting.values()).filter(s -> s.key().startsWith("github.")))) {
      return Optional.empty();
    }
    Optional<GitHubCredentials> credentials = githubCredentials();
    List<Secret> secrets =
        webhookSecrets(
            ServerSetting.GITHUB_WEBHOOK_SECRET, "GitHub", "the App or repository webhook");
    Optional<URI> api = values.address(ServerSetting.GITHUB_API_URL);
    Optional<URI> git = values.address(ServerSetting.GITHUB_GIT_URL);
    return credentials.map(
        as -> new GitHub(api.orElse(URI.create("https://api.github.com")), git, as, secrets));
  }

  private Optional<GitHubCredentials> githubCredentials() {
    Optional<Secret> token = values.text(ServerSetting.GITHUB_TOKEN).map(Secret::of);
    boolean idSet = values.isSet(ServerSetting.GITHUB_APP_ID);
    var id = values.number(ServerSetting.GITHUB_APP_ID, 1, Long.MAX_VALUE);
    Optional<Path> key = values.path(ServerSetting.GITHUB_PRIVATE_KEY_FILE);
    if (token.isPresent() && (idSet || key.isPresent())) {
      problems.add(
          "GitHub has both a token and an App. Set either FLUX_GITHUB_TOKEN, or FLUX_GITHUB_APP_ID"
              + " and FLUX_GITHUB_PRIVATE_KEY_FILE.");
    } else if (idSet && key.isEmpty()) {
      problems.add(
          "FLUX_GITHUB_APP_ID is set, but not the App's key. Set FLUX_GITHUB_PRIVATE_KEY_FILE to"
              + " the .pem file from the App's page, \"Private keys\".");
    } else if (key.isPresent() && !idSet) {
      problems.add(
          "FLUX_GITHUB_PRIVATE_KEY_FILE is set, but not the App's id. Set FLUX_GITHUB_APP_ID to the"
              + " number on the App's page, \"About\".");
    } else if (key.isPresent() && !Files.isReadable(key.get())) {
      problems.add(
          values.place(ServerSetting.GITHUB_PRIVATE_KEY_FILE)
              + ": there is no file "
              + key.get()
              + " that this user may read.");
    } else if (token.isEmpty() && !idSet) {
      problems.add(
          "GitHub has settings, but Flux cannot speak to it. Set FLUX_GITHUB_APP_ID and"
              + " FLUX_GITHUB_PRIVATE_KEY_FILE, or FLUX_GITHUB_TOKEN.");
    }
    if (token.isPresent()) {
      return token.map(GitHubCredentials.Token::new);
    }
    return id.isPresent() && key.isPresent()
        ? Optional.of(new GitHubCredentials.App(id.getAsLong(), key.get()))
        : Optional.empty();
  }

  private Optional<GitLab> gitlab() {
    if (noneSet(Stream.of(ServerSetting.values()).filter(s -> s.key().startsWith("gitlab.")))) {
      return Optional.empty();
    }
    Optional<Secret> token = values.text(ServerSetting.GITLAB_TOKEN).map(Secret::of);
    if (token.isEmpty()) {
      problems.add(
          "GitLab has settings, but Flux cannot speak to it. Set FLUX_GITLAB_TOKEN to a project,"
              + " group or personal access token with the scope `api`.");
    }
    List<Secret> secrets =
        webhookSecrets(ServerSetting.GITLAB_WEBHOOK_SECRET, "GitLab", "the webhook");
    URI url = values.address(ServerSetting.GITLAB_URL).orElse(URI.create("https://gitlab.com"));
    Optional<URI> git = values.address(ServerSetting.GITLAB_GIT_URL);
    return token.map(as -> new GitLab(url, git, as, secrets));
  }

  private List<Secret> webhookSecrets(ServerSetting setting, String forge, String owner) {
    List<Secret> secrets = values.texts(setting).stream().map(Secret::of).toList();
    if (secrets.isEmpty()) {
      problems.add(
          "%s has no webhook secret, so anybody could send deliveries in its name. Set %s to the secret of %s."
              .formatted(forge, setting.variable(), owner));
    }
    return secrets;
  }

  private boolean noneSet(Stream<ServerSetting> settings) {
    return settings.noneMatch(values::isSet);
  }
}
