package dev.flux.work;

import dev.flux.work.JobTable.Pending;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How an attempt at a job ended, and what is written about it. */
sealed interface Settlement {

  /** Writes it down. */
  void record(Connection connection, Pending taken) throws SQLException;

  /** When the job is tried again, if it is. */
  Optional<Instant> again();

  /** What is to be done in consequence, in other lanes. */
  List<Job> next();

  /**
   * Nothing is left to do.
   *
   * @param outcome {@code done}, {@code refused} or {@code failed}
   * @param reason empty when it is done
   */
  record Ended(String outcome, String reason, List<Job> next) implements Settlement {
    public Ended {
      next = List.copyOf(next);
    }

    @Override
    public void record(Connection connection, Pending taken) throws SQLException {
      JobTable.finish(connection, taken, outcome, reason);
    }

    @Override
    public Optional<Instant> again() {
      return Optional.empty();
    }
  }

  /**
   * It failed and is tried again.
   *
   * @param since the first of the failures in a row
   */
  record Retried(Instant at, Instant since, String reason) implements Settlement {
    @Override
    public void record(Connection connection, Pending taken) throws SQLException {
      JobTable.failed(connection, taken, since, reason);
    }

    @Override
    public Optional<Instant> again() {
      return Optional.of(at);
    }

    @Override
    public List<Job> next() {
      return List.of();
    }
  }

  /** The server stops in the middle of it: that says nothing about the job. */
  record Interrupted(Instant at) implements Settlement {
    @Override
    public void record(Connection connection, Pending taken) {}

    @Override
    public Optional<Instant> again() {
      return Optional.of(at);
    }

    @Override
    public List<Job> next() {
      return List.of();
    }
  }
}
