package dev.flux.repository;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.repository.SourceCode.SourceFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Application code is what people of the project wrote for production. */
final class SnapshotCodeTest {
  @Test
  void findsSourceFilesByTheirText() {
    assertThat(
            paths(
                Map.of(
                    "app/a.py", "select * from Berths",
                    "app/b.go", "nothing of the kind",
                    "app/c.md", "berths",
                    "prisma/schema.prisma", "model Berths {}")))
        .containsExactly("app/a.py", "prisma/schema.prisma");
  }

  @Test
  void leavesOutWhatIsNotTheApplication() {
    assertThat(
            paths(
                Map.of(
                    "node_modules/berths/index.js", "berths",
                    "vendor/x/berths.go", "berths",
                    "src/test/java/BerthsTest.java", "berths",
                    "web/berths.test.ts", "berths",
                    "web/berths.min.js", "berths",
                    "store/berths_test.go", "berths",
                    "db/migrate/001_berths.rb", "berths",
                    "sql/V1__berths.sql", "berths",
                    "db/schema.rb", "berths",
                    ".cache/berths.py", "berths")))
        .isEmpty();
  }

  @Test
  void tellsQueriesFromWhatMakesTables() {
    assertThat(
            paths(
                Map.of(
                    "store/queries.sql", "-- name: FindBerths\nSELECT * FROM berths;",
                    "schema/mysql/v2/berths.sql", "-- Berths\nCREATE TABLE berths (id int);",
                    "schema/mysql/v3/drop.sql", "drop table if exists berths;")))
        .containsExactly("store/queries.sql");
  }

  @Test
  void leavesOutWhatNobodyWroteByHand() {
    assertThat(
            paths(
                Map.of(
                    "app/large.js", "berths".repeat(200_000),
                    "app/binary.py", "berths\0",
                    "sql/changes/tool.py", "berths",
                    "app/small.js", "berths")))
        .containsExactly("app/small.js");
  }

  private static List<String> paths(Map<String, String> files) {
    return new SnapshotCode(new MemorySnapshot(files), "sql/changes")
        .containing(Set.of("berths")).stream().map(SourceFile::path).toList();
  }
}
