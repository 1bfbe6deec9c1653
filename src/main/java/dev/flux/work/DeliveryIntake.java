package dev.flux.work;

import dev.flux.webhook.Delivery;
import dev.flux.webhook.Trigger;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes deliveries in: what they ask for is durable before they are answered. */
public final class DeliveryIntake {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryIntake.class);

  private final Store store;
  private final Worker worker;

  /** Takes deliveries in for a worker on the same store. */
  public DeliveryIntake(Store store, Worker worker) {
    this.store = store;
    this.worker = worker;
  }

  /** What became of a delivery. */
  public enum Acceptance {
    /** Its work is scheduled. */
    SCHEDULED,
    /** It came before, and its work is scheduled or done. */
    DUPLICATE,
    /** It asks for nothing; nothing is kept of it. */
    IGNORED
  }

  /**
   * Stores a delivery together with the work it asks for, both or neither.
   *
   * @throws StoreException if the store fails; the forge may deliver again
   */
  public Acceptance accept(Delivery delivery, Trigger trigger) {
    Optional<Job> job = Job.of(delivery.forge(), trigger);
    Acceptance acceptance = job.map(j -> schedule(delivery, j)).orElse(Acceptance.IGNORED);
    LOG.info(
        "{} delivery {} {}: {}{}",
        delivery.forge().id(),
        delivery.id(),
        delivery.event(),
        acceptance,
        job.map(j -> ", " + j.lane() + " " + j.subject()).orElse(why(trigger)));
    return acceptance;
  }

  private static String why(Trigger trigger) {
    return trigger instanceof Trigger.Ignored ignored ? ", " + ignored.reason() : "";
  }

  private Acceptance schedule(Delivery delivery, Job job) {
    boolean first =
        store.transact(
            connection -> {
              boolean inserted = insert(connection, delivery);
              if (inserted) {
                boolean busy = JobTable.next(connection, job.lane()).isPresent();
                worker.enqueue(connection, job);
                if (busy && job instanceof Job.Command waits) {
                  worker.enqueue(
                      connection, new Job.Seen(waits.change(), waits.commentId(), waits.text()));
                }
              }
              return inserted;
            });
    if (first) {
      worker.wake();
    }
    return first ? Acceptance.SCHEDULED : Acceptance.DUPLICATE;
  }

  private static boolean insert(Connection connection, Delivery delivery) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into delivery (forge, id, event, body, received_at) values (?, ?, ?, ?, ?)"
                + " on conflict (forge, id) do nothing")) {
      statement.setString(1, delivery.forge().id());
      statement.setString(2, delivery.id());
      statement.setString(3, delivery.event());
      statement.setString(4, delivery.body());
      statement.setLong(5, delivery.receivedAt().toEpochMilli());
      return statement.executeUpdate() == 1;
    }
  }
}
