package dev.flux.stats;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.Secret;
import dev.flux.config.TableStatistics;
import dev.flux.engine.mysql.RunningServer;
import dev.flux.engine.mysql.ServerPrograms;
import dev.flux.sql.Dialect;
import java.sql.Connection;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** How much the tables of live servers of MySQL and MariaDB hold. */
class MysqlStatisticsLiveTest {
  private static final String OPTIONS = "?allowPublicKeyRetrieval=true";
  private static final List<String> TABLES =
      List.of(
          "CREATE DATABASE shop",
          "CREATE TABLE shop.countries (code char(2) PRIMARY KEY)",
          "INSERT INTO shop.countries VALUES ('aa'), ('bb')",
          "CREATE TABLE shop.orders (id int AUTO_INCREMENT PRIMARY KEY, note varchar(100))",
          "INSERT INTO shop.orders (note) VALUES ('x1'), ('x1'), ('x1'), ('x1')",
          "CREATE DATABASE other",
          "CREATE TABLE other.orders (id int)",
          "CREATE VIEW shop.all_orders AS SELECT * FROM shop.orders",
          "ANALYZE TABLE shop.countries, shop.orders",
          "CREATE USER reader@localhost IDENTIFIED BY 'seen'",
          "GRANT SELECT ON shop.* TO reader@localhost",
          // Servers tell their age in whole seconds, and without one there is no rate.
          "DO SLEEP(2)");

  @TestFactory
  Stream<DynamicTest> readsAmountsAndNoData() {
    return ServerPrograms.each(MysqlStatisticsLiveTest::read);
  }

  private static void read(ServerPrograms programs) throws Exception {
    try (RunningServer server = RunningServer.start(programs)) {
      try (Connection connection = server.connect("");
          Statement statement = connection.createStatement()) {
        for (String sql : TABLES) {
          statement.execute(sql);
        }
      }
      boolean mysql = programs.dialect() == Dialect.MYSQL;
      String address = "jdbc:" + programs.dialect().id() + "://127.0.0.1:" + server.port() + "/";

      String ofRoot = read(address + "shop" + OPTIONS, "root", Optional.empty());
      assertThat(ofRoot)
          .contains("\"engine\" : \"" + programs.dialect().id() + "\"", "\"bytes\" : 16384")
          .doesNotContain("x1", "all_orders", "other.orders");
      assertThat(ofRoot.contains("writesPerSecond")).as("counted by default").isEqualTo(mysql);
      assertThat(rows(ofRoot, "shop.countries")).isEqualTo(2);
      assertThat(rows(ofRoot, "shop.orders")).isEqualTo(4);
      assertThat(read(address + OPTIONS, "root", Optional.empty()))
          .contains("shop.orders", "other.orders")
          .doesNotContain("mysql.user", "sys.");

      String ofReader = read(address + "shop" + OPTIONS, "reader", Optional.of("seen"));
      assertThat(rows(ofReader, "shop.orders")).isEqualTo(4);
      assertThat(ofReader).as("rates are not for everybody").doesNotContain("writesPerSecond");
    }
  }

  private static String read(String url, String user, Optional<String> password)
      throws StatisticsException {
    return DatabaseStatistics.read(
        url, Optional.of(user), password.map(Secret::of), LocalDate.of(2026, 6, 1));
  }

  private static long rows(String json, String table) {
    return TableStatistics.read("flux-stats.json", json).orElseThrow().tables().stream()
        .filter(size -> size.name().equals(table))
        .findFirst()
        .orElseThrow()
        .rows()
        .orElseThrow();
  }
}
