package dev.flux.work;

import java.security.SecureRandom;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/** Reviews that were made, for their pages; kept for 90 days. */
public final class Reviews {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Store store;
  private final Clock clock;

  /** Keeps reviews in a store. */
  public Reviews(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * A review.
   *
   * @param id whoever knows it may read the review
   * @param changeKey of the change request
   * @param headSha the commit that was reviewed
   * @param json the review in the JSON form of the review API
   * @param page the review as an HTML page
   */
  public record StoredReview(
      String id, String changeKey, String headSha, String verdict, String json, String page) {}

  /** An id that cannot be guessed: 128 random bits in 32 hexadecimal digits. */
  public static String newId() {
    byte[] bits = new byte[16];
    RANDOM.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  /** Keeps a review; one with the same id is replaced. */
  public void save(StoredReview review) {
    Instant now = clock.instant();
    store.change(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "insert into review"
                      + " (id, change_key, head_sha, verdict, json, page, created_at)"
                      + " values (?, ?, ?, ?, ?, ?, ?) on conflict (id) do update set"
                      + " change_key = excluded.change_key, head_sha = excluded.head_sha,"
                      + " verdict = excluded.verdict, json = excluded.json,"
                      + " page = excluded.page, created_at = excluded.created_at")) {
            statement.setString(1, review.id());
            statement.setString(2, review.changeKey());
            statement.setString(3, review.headSha());
            statement.setString(4, review.verdict());
            statement.setString(5, review.json());
            statement.setString(6, review.page());
            statement.setLong(7, now.toEpochMilli());
            statement.executeUpdate();
          }
        });
  }

  /** The review of an id. */
  public Optional<StoredReview> find(String id) {
    return store.transact(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select id, change_key, head_sha, verdict, json, page from review"
                      + " where id = ?")) {
            statement.setString(1, id);
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(review(row)) : Optional.empty();
            }
          }
        });
  }

  /** The commit that the last review of a change request was about. */
  public Optional<String> findLastHead(String changeKey) {
    return store.transact(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select head_sha from review where change_key = ?"
                      + " order by created_at desc limit 1")) {
            statement.setString(1, changeKey);
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(row.getString("head_sha")) : Optional.empty();
            }
          }
        });
  }

  /**
   * The id under which the same review of the same commit is kept already: told twice, a review has
   * one page and one address, so that nothing that links to it has to change.
   */
  public Optional<String> findSame(String changeKey, String headSha, String json) {
    return store.transact(
        connection -> {
          try (PreparedStatement statement =
              connection.prepareStatement(
                  "select id from review where change_key = ? and head_sha = ? and json = ?"
                      + " order by created_at desc limit 1")) {
            statement.setString(1, changeKey);
            statement.setString(2, headSha);
            statement.setString(3, json);
            try (ResultSet row = statement.executeQuery()) {
              return row.next() ? Optional.of(row.getString("id")) : Optional.empty();
            }
          }
        });
  }

  private static StoredReview review(ResultSet row) throws SQLException {
    return new StoredReview(
        row.getString("id"),
        row.getString("change_key"),
        row.getString("head_sha"),
        row.getString("verdict"),
        row.getString("json"),
        row.getString("page"));
  }
}
