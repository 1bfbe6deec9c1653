package dev.flux.shadow;

import dev.flux.config.ShadowSettings;
import dev.flux.hazard.Examination;
import dev.flux.migration.MigrationChange;
import dev.flux.rollout.Rollout;
import dev.flux.shadow.mysql.MysqlSandboxes;
import dev.flux.shadow.postgresql.PostgresSandboxes;
import dev.flux.shadow.sqlite.SqliteSandboxes;
import dev.flux.sql.Dialect;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The shadow of the settings: one server for each engine that can be started or is named. */
public final class ThrowawayShadow implements Shadow {
  private static final String OFF = "the setting `shadow` is off";

  private final Limits limits;
  private final Map<Dialect, Sandboxes> engines;
  private final boolean off;

  private ThrowawayShadow(Limits limits, Map<Dialect, Sandboxes> engines, boolean off) {
    this.limits = limits;
    this.engines = Map.copyOf(engines);
    this.off = off;
  }

  /**
   * The shadow for these settings; no server is started before the first proof.
   *
   * @throws Unprovable where the settings name a server that Flux cannot speak to
   */
  public static Shadow of(ShadowSettings settings, Limits limits) throws Unprovable {
    return switch (settings.kind()) {
      case OFF -> new ThrowawayShadow(limits, Map.of(), true);
      case EMBEDDED ->
          new ThrowawayShadow(
              limits,
              Map.of(
                  Dialect.POSTGRESQL,
                  PostgresSandboxes.embedded(),
                  Dialect.SQLITE,
                  new SqliteSandboxes()),
              false);
      case URL -> at(settings, limits);
    };
  }

  private static Shadow at(ShadowSettings settings, Limits limits) throws Unprovable {
    String url = settings.url();
    Map<Dialect, Sandboxes> engines = new EnumMap<>(Dialect.class);
    engines.put(Dialect.SQLITE, new SqliteSandboxes());
    if (url.startsWith("jdbc:postgresql:")) {
      engines.put(Dialect.POSTGRESQL, PostgresSandboxes.at(settings));
    } else if (url.startsWith("jdbc:mysql:")) {
      engines.put(Dialect.MYSQL, MysqlSandboxes.at(settings));
    } else if (url.startsWith("jdbc:mariadb:")) {
      engines.put(Dialect.MARIADB, MysqlSandboxes.at(settings));
    } else {
      throw new Unprovable(
          "Flux tries rollouts on jdbc:postgresql:, jdbc:mysql: and jdbc:mariadb: servers; there is"
              + " no driver for other addresses");
    }
    return new ThrowawayShadow(limits, engines, false);
  }

  /** A shadow on a server that somebody else started. */
  static Shadow on(Dialect dialect, Sandboxes sandboxes, Limits limits) {
    return new ThrowawayShadow(limits, Map.of(dialect, sandboxes), false);
  }

  @Override
  public Proof prove(Examination examination, Rollout rollout) {
    MigrationChange change = examination.change();
    Sandboxes sandboxes = engines.get(change.engine().dialect());
    Optional<String> obstacle = off ? Optional.of(OFF) : obstacle(change, rollout);
    if (obstacle.isPresent() || sandboxes == null) {
      return new Proof.Unproven(obstacle.orElseGet(() -> unserved(change.engine().dialect())));
    }
    try (Sandbox sandbox = sandboxes.open(limits)) {
      return new Rehearsal(sandbox, examination, rollout).prove();
    } catch (Unprovable e) {
      return new Proof.Unproven(e.getMessage());
    }
  }

  private static String unserved(Dialect dialect) {
    return "there is no %s server to try it on. Name one as `shadow`, such as jdbc:%s://HOST"
        .formatted(dialect.title(), dialect.id());
  }

  private static Optional<String> obstacle(MigrationChange change, Rollout rollout) {
    if (!change.oneChange() && change.changed().size() > 1) {
      return Optional.of("a whole directory is reviewed, and only a change of it can be tried");
    }
    boolean written = rollout.steps().stream().anyMatch(step -> !step.forward().isBlank());
    return rollout.steps().stream()
        .filter(step -> !written || step.awaited().isEmpty())
        .flatMap(step -> step.missing().map(what -> step.title() + ": " + what).stream())
        .findFirst()
        .map(what -> "a step waits for a person: " + what.replaceFirst("\\.$", ""));
  }

  @Override
  public void close() {
    engines.values().forEach(Sandboxes::close);
  }
}
