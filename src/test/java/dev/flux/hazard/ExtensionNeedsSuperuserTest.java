package dev.flux.hazard;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The list of trusted extensions is the server's own. */
final class ExtensionNeedsSuperuserTest {
  @Test
  void trustsWhatTheServerTrusts() throws IOException, SQLException {
    Set<String> trusted = new TreeSet<>();
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT DISTINCT name FROM pg_available_extension_versions WHERE trusted")) {
      while (rows.next()) {
        trusted.add(rows.getString(1));
      }
    }
    assertThat(ExtensionNeedsSuperuser.TRUSTED).containsExactlyInAnyOrderElementsOf(trusted);
  }
}
