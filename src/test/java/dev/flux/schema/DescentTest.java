package dev.flux.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SqlReader;
import dev.flux.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What hangs on a table is found, however it hangs together. */
class DescentTest {
  private static final ObjectName TOP = ObjectName.of("t0");

  @Test
  void noTableIsItsOwnHeir() {
    Catalog catalog =
        fold(
            "CREATE TABLE t0 (id int); CREATE TABLE t1 () INHERITS (t0);"
                + "ALTER TABLE t0 INHERIT t1; ALTER TABLE t1 INHERIT t1;");

    assertThat(catalog.descendantsOf(TOP)).extracting(t -> t.name().name()).containsExactly("t1");
    assertThat(catalog.descendantsOf(ObjectName.of("t1"))).isEmpty();
  }

  @Test
  void anHeirOfTwoIsFoundOnce() {
    Catalog catalog =
        fold(
            "CREATE TABLE t0 (id int); CREATE TABLE t1 () INHERITS (t0);"
                + "CREATE TABLE t2 () INHERITS (t0); CREATE TABLE t3 () INHERITS (t1, t2);"
                + "ALTER TABLE t0 ADD COLUMN seen int;");

    assertThat(catalog.descendantsOf(TOP))
        .extracting(t -> t.name().name())
        .containsExactly("t1", "t3", "t2");
    assertThat(catalog.descendantsOf(TOP)).allMatch(t -> t.findColumn("seen").isPresent());
  }

  @Test
  void aChainOfThousandsIsFollowedToItsEnd() {
    String chain =
        IntStream.rangeClosed(1, 3_000)
            .mapToObj(i -> "CREATE TABLE t%d () INHERITS (t%d);".formatted(i, i - 1))
            .collect(Collectors.joining());

    assertThat(fold("CREATE TABLE t0 (id int);" + chain).descendantsOf(TOP)).hasSize(3_000);
    assertThat(fold("CREATE TABLE t0 (id int);" + chain + "DROP TABLE t0 CASCADE;").tables())
        .isEmpty();
  }

  @Test
  void viewsComeAfterWhatTheyRead() {
    Catalog catalog =
        fold(
            "CREATE TABLE t0 (id int); CREATE VIEW first AS SELECT id FROM t0;"
                + "CREATE VIEW last AS SELECT id FROM t0;"
                + "CREATE VIEW middle AS SELECT id FROM first;"
                + "CREATE OR REPLACE VIEW last AS SELECT id FROM t0 JOIN middle USING (id);");

    assertThat(catalog.readersOf(TOP))
        .extracting(view -> view.name().name())
        .containsExactly("first", "middle", "last");
  }

  @Test
  void viewsThatReadEachOtherAreFoundOnce() {
    Catalog catalog =
        fold(
            "CREATE TABLE t0 (id int); CREATE VIEW one AS SELECT id FROM t0;"
                + "CREATE VIEW two AS SELECT id FROM one;"
                + "CREATE OR REPLACE VIEW one AS SELECT id FROM t0 JOIN two USING (id);");

    assertThat(catalog.readersOf(TOP))
        .extracting(view -> view.name().name())
        .containsExactlyInAnyOrder("one", "two");
  }

  private static Catalog fold(String sql) {
    Catalog catalog = Catalog.empty(Dialect.POSTGRESQL);
    for (Statement statement : SqlReader.read(sql, Dialect.POSTGRESQL).statements()) {
      for (Operation operation : statement.operations()) {
        catalog = catalog.after(operation);
      }
    }
    return catalog;
  }
}
