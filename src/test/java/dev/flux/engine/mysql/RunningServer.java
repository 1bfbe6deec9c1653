package dev.flux.engine.mysql;

import dev.flux.sql.Dialect;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * A server that was started for a test, with nothing in it.
 *
 * @param port on this machine; root has no password
 */
public record RunningServer(Dialect dialect, Process process, int port) implements AutoCloseable {

  /** Starts one and waits until it listens. */
  public static RunningServer start(ServerPrograms programs) throws Exception {
    Path directory = Files.createTempDirectory("flux-" + programs.dialect().id());
    Path log = directory.resolve("server.log");
    Path data = directory.resolve("data");
    programs.initialize(data, log);
    int port = freePort();
    RunningServer server =
        new RunningServer(programs.dialect(), programs.serve(data, port, log), port);
    server.waitUntilItListens(log);
    return server;
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * A session, in no database where the name is empty; several statements may go in one message.
   */
  public Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mariadb://127.0.0.1:"
            + port
            + "/"
            + database
            + "?user=root&allowPublicKeyRetrieval=true&allowMultiQueries=true");
  }

  /** The server takes some seconds to listen, and minutes beside other work. */
  private void waitUntilItListens(Path log) throws Exception {
    SQLException last = new SQLException("never tried");
    for (int tries = 0; tries < 1_200 && process.isAlive(); tries++) {
      try (Connection connection = connect("")) {
        if (connection.isValid(1)) {
          return;
        }
      } catch (SQLException notYet) {
        last = notYet;
        process.waitFor(250, TimeUnit.MILLISECONDS);
      }
    }
    throw new IOException("the server does not listen: " + Files.readString(log), last);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 30, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
