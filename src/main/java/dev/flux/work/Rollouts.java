package dev.flux.work;

import dev.flux.forge.ChangeRequestId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Change requests that were split, and what became of the parts. All of it can be told again from
 * what Flux wrote on the forge; kept for a year.
 */
public final class Rollouts {
  private final Store store;
  private final Clock clock;

  /** Keeps rollouts in a store. */
  public Rollouts(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A change request that was split.
   *
   * @param commentId that asked for it; empty where that is not known
   * @param headSha the commit that was split; empty where that is not known
   * @param pushed the commit that took its place, once it is there
   * @param begun in whole seconds
   * @param parts in order; the first is the request itself
   */
  public record Rollout(
      ChangeRequestId root,
      String commentId,
      String headSha,
      Optional<String> pushed,
      Instant begun,
      List<Part> parts) {
    public Rollout {
      parts = List.copyOf(parts);
    }

    /** Whether every part has its request. */
    public boolean complete() {
      return pushed.isPresent() && parts.stream().allMatch(part -> part.request().isPresent());
    }

    /** Whether it was added to what stood there, so that the commit that was split is the same. */
    public boolean grown() {
      return !headSha.isEmpty() && pushed.equals(Optional.of(headSha));
    }

    /** The requests of all parts that have one, in order. */
    public List<ChangeRequestId> requests() {
      return parts.stream().flatMap(part -> part.request().stream()).toList();
    }

    /** The part that a change request is. */
    public Optional<Part> find(ChangeRequestId request) {
      return parts.stream().filter(part -> part.request().equals(Optional.of(request))).findFirst();
    }

    /** The part of a place, from 1. */
    public Optional<Part> at(int place) {
      return parts.stream().filter(part -> part.place() == place).findFirst();
    }
  }

  /**
   * One of the changes.
   *
   * @param place from 1
   * @param phase its name, for people
   * @param gates words of what is confirmed before it is merged
   * @param branch that it brings; empty where that is not known
   * @param request once it is open
   */
  public record Part(
      int place,
      String phase,
      Set<String> gates,
      String branch,
      Optional<ChangeRequestId> request) {
    public Part {
      gates = Set.copyOf(gates);
    }
  }

  /**
   * Remembers a rollout before anything of it is done; what its root was split into is forgotten.
   */
  public void begin(Rollout rollout) {
    store.change(
        connection -> {
          delete(connection, rollout.root());
          insert(connection, rollout);
        });
  }

  /** Remembers what the forge tells of a rollout; what is known already stays. */
  public void adopt(Rollout told) {
    store.change(connection -> insert(connection, told));
  }

  /** Forgets a rollout of which nothing was done. */
  public void forget(ChangeRequestId root) {
    store.change(connection -> delete(connection, root));
  }

  private static void delete(Connection connection, ChangeRequestId root) throws SQLException {
    update(connection, "delete from rollout_part where root = ?", root.key());
    update(connection, "delete from rollout where root = ?", root.key());
  }

  private static void insert(Connection connection, Rollout rollout) throws SQLException {
    update(
        connection,
        "insert into rollout (root, comment_id, head_sha, pushed_sha, begun_at)"
            + " values (?, ?, ?, ?, ?) on conflict (root) do nothing",
        rollout.root().key(),
        rollout.commentId(),
        rollout.headSha(),
        rollout.pushed().orElse(null),
        rollout.begun().toEpochMilli());
    for (Part part : rollout.parts()) {
      update(
          connection,
          "insert into rollout_part (root, place, phase, gates, branch, change_key)"
              + " values (?, ?, ?, ?, ?, ?) on conflict (root, place) do update set"
              + " branch = case when rollout_part.branch = '' then excluded.branch"
              + " else rollout_part.branch end,"
              + " gates = case when rollout_part.gates = '' then excluded.gates"
              + " else rollout_part.gates end,"
              + " change_key = coalesce(rollout_part.change_key, excluded.change_key)",
          rollout.root().key(),
          part.place(),
          part.phase(),
          String.join(" ", new TreeSet<>(part.gates())),
          part.branch(),
          part.request().map(ChangeRequestId::key).orElse(null));
    }
  }

  /** The commit of the first part is where it belongs. */
  public void pushed(ChangeRequestId root, String sha) {
    store.change(
        connection ->
            update(
                connection, "update rollout set pushed_sha = ? where root = ?", sha, root.key()));
  }

  /** The request of a part is open. */
  public void opened(ChangeRequestId root, int place, ChangeRequestId request) {
    store.change(
        connection ->
            update(
                connection,
                "update rollout_part set change_key = ? where root = ? and place = ?",
                request.key(),
                root.key(),
                place));
  }

  /** The rollout whose first part a change request is. */
  public Optional<Rollout> findRoot(ChangeRequestId root) {
    return store.transact(connection -> read(connection, root.key()));
  }

  /** The rollout that a change request is a part of; the newest, should there be several. */
  public Optional<Rollout> findOf(ChangeRequestId request) {
    return store.transact(
        connection -> {
          List<String> roots =
              texts(
                  connection,
                  "select p.root from rollout_part p join rollout r on r.root = p.root"
                      + " where p.change_key = ? order by r.begun_at desc",
                  request.key());
          return roots.isEmpty() ? Optional.empty() : read(connection, roots.get(0));
        });
  }

  private static Optional<Rollout> read(Connection connection, String root) throws SQLException {
    List<Part> parts = parts(connection, root);
    Optional<ChangeRequestId> id = ChangeRequestId.parse(root);
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select comment_id, head_sha, pushed_sha, begun_at from rollout where root = ?")) {
      statement.setString(1, root);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() && id.isPresent()
            ? Optional.of(
                new Rollout(
                    id.get(),
                    row.getString("comment_id"),
                    row.getString("head_sha"),
                    Optional.ofNullable(row.getString("pushed_sha")),
                    Instant.ofEpochMilli(row.getLong("begun_at")),
                    parts))
            : Optional.empty();
      }
    }
  }

  private static List<Part> parts(Connection connection, String root) throws SQLException {
    List<Part> parts = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select place, phase, gates, branch, change_key from rollout_part"
                + " where root = ? order by place")) {
      statement.setString(1, root);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          parts.add(
              new Part(
                  row.getInt("place"),
                  row.getString("phase"),
                  words(row.getString("gates")),
                  row.getString("branch"),
                  Optional.ofNullable(row.getString("change_key"))
                      .flatMap(ChangeRequestId::parse)));
        }
      }
    }
    return parts;
  }

  private static Set<String> words(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(" ", -1));
  }

  /** Somebody says that a gate of a change request is met; the first who says it is kept. */
  public void confirm(ChangeRequestId request, String gate, String author) {
    store.change(
        connection ->
            update(
                connection,
                "insert into confirmation (change_key, gate, author, confirmed_at)"
                    + " values (?, ?, ?, ?) on conflict (change_key, gate) do nothing",
                request.key(),
                gate,
                author,
                clock.instant().toEpochMilli()));
  }

  /** The gates of a change request that are met. */
  public Set<String> confirmed(ChangeRequestId request) {
    return store.transact(
        connection ->
            Set.copyOf(
                texts(
                    connection,
                    "select gate from confirmation where change_key = ?",
                    request.key())));
  }

  private static List<String> texts(Connection connection, String sql, String key)
      throws SQLException {
    List<String> texts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, key);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          texts.add(row.getString(1));
        }
      }
    }
    return texts;
  }

  private static void update(Connection connection, String sql, @Nullable Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        Object value = values[i];
        if (value == null) {
          statement.setNull(i + 1, Types.VARCHAR);
        } else {
          statement.setObject(i + 1, value);
        }
      }
      statement.executeUpdate();
    }
  }
}
