package dev.flux.work;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The jobs as rows, each with how often it was asked for and how often that was answered. */
final class JobTable {
  private JobTable() {}

  /**
   * A job whose turn it is.
   *
   * @param wanted how often it had been asked for when it was taken
   * @param attempts that failed since it last succeeded
   * @param failingSince the first of them
   * @param again whether it was taken before and did not come to its end
   */
  record Pending(
      Job job, long wanted, int attempts, Optional<Instant> failingSince, boolean again) {}

  /** Makes the transactions of a lane wait for each other; comes first in each of them. */
  static void enter(Connection connection, String lane, Instant now) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into lane (name, touched_at) values (?, ?)"
                + " on conflict (name) do update set touched_at = excluded.touched_at")) {
      statement.setString(1, lane);
      statement.setLong(2, now.toEpochMilli());
      statement.executeUpdate();
    }
  }

  /** Asks for a job once more. */
  static void want(Connection connection, Job job, Instant now) throws SQLException {
    String again =
        job.repeatable()
            ? " do update set wanted = job.wanted + 1, payload = excluded.payload, requested_at ="
                + " case when job.done < job.wanted then job.requested_at"
                + " else excluded.requested_at end"
            : " do nothing";
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into job (lane, subject, payload, wanted, done, requested_at, attempts)"
                + " values (?, ?, ?, 1, 0, ?, 0) on conflict (lane, subject)"
                + again)) {
      statement.setString(1, job.lane());
      statement.setString(2, job.subject());
      statement.setString(3, job.json());
      statement.setLong(4, now.toEpochMilli());
      statement.executeUpdate();
    }
  }

  /** Takes the job of a lane that has waited longest, and notes that it is begun. */
  static Optional<Pending> take(Connection connection, String lane) throws SQLException {
    Optional<Pending> taken = next(connection, lane);
    if (taken.isPresent()) {
      try (PreparedStatement statement =
          connection.prepareStatement(
              "update job set outcome = 'begun' where lane = ? and subject = ?")) {
        statement.setString(1, lane);
        statement.setString(2, taken.get().job().subject());
        statement.executeUpdate();
      }
    }
    return taken;
  }

  /** The job of a lane that has waited longest. */
  static Optional<Pending> next(Connection connection, String lane) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select payload, wanted, attempts, failing_since, outcome from job"
                + " where lane = ? and done < wanted order by requested_at, subject limit 1")) {
      statement.setString(1, lane);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.of(pending(row)) : Optional.empty();
      }
    }
  }

  private static Pending pending(ResultSet row) throws SQLException {
    long since = row.getLong("failing_since");
    boolean failing = !row.wasNull();
    return new Pending(
        Job.parse(row.getString("payload")),
        row.getLong("wanted"),
        row.getInt("attempts"),
        failing ? Optional.of(Instant.ofEpochMilli(since)) : Optional.empty(),
        List.of("begun", "retry").contains(String.valueOf(row.getString("outcome"))));
  }

  /** The job is answered as often as it had been asked for when it was taken. */
  static void finish(Connection connection, Pending taken, String outcome, String reason)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update job set done = ?, attempts = 0, failing_since = null, outcome = ?, reason = ?"
                + " where lane = ? and subject = ?")) {
      statement.setLong(1, taken.wanted());
      statement.setString(2, outcome);
      statement.setString(3, reason);
      statement.setString(4, taken.job().lane());
      statement.setString(5, taken.job().subject());
      statement.executeUpdate();
    }
  }

  /** The job failed and stays pending. */
  static void failed(Connection connection, Pending taken, Instant since, String reason)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update job set attempts = ?, failing_since = ?, outcome = 'retry', reason = ?"
                + " where lane = ? and subject = ?")) {
      statement.setInt(1, taken.attempts() + 1);
      statement.setLong(2, since.toEpochMilli());
      statement.setString(3, reason);
      statement.setString(4, taken.job().lane());
      statement.setString(5, taken.job().subject());
      statement.executeUpdate();
    }
  }

  /** Every lane with a job that is not done, in order. */
  static List<String> pendingLanes(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement(
                "select distinct lane from job where done < wanted order by lane");
        ResultSet rows = statement.executeQuery()) {
      List<String> lanes = new ArrayList<>();
      while (rows.next()) {
        lanes.add(rows.getString(1));
      }
      return lanes;
    }
  }
}
