package dev.flux.applied;

import dev.flux.applied.AppliedRollout.RunningTool;
import dev.flux.migration.MigrationFile;
import dev.flux.rollout.LiveRolloutTest.Case;
import dev.flux.rollout.LiveServer;
import dev.flux.rollout.Split.Extent;
import dev.flux.rollout.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import liquibase.Contexts;
import liquibase.Liquibase;
import liquibase.Scope;
import liquibase.changelog.FastCheckService;
import liquibase.database.jvm.JdbcConnection;
import liquibase.resource.DirectoryResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Liquibase runs the changesets that Flux writes, rolls them back and runs them again. */
class LiquibaseAppliesTest {
  private static final String FOLDER = "src/main/resources/db/changelog";

  @TempDir private Path top;

  /** How a changelog names the files. */
  enum Listing {
    ALL("db.changelog-master.yaml", "databaseChangeLog:\n%s", "") {
      @Override
      String include(String name) {
        return name.startsWith("001")
            ? "  - includeAll:\n      path: changes/\n      relativeToChangelogFile: true\n"
            : "";
      }
    },
    YAML("db.changelog-master.yaml", "databaseChangeLog:\n%s", "") {
      @Override
      String include(String name) {
        return "  - include:\n      file: changes/"
            + name
            + "\n      relativeToChangelogFile: true\n";
      }
    },
    XML(
        "master.xml",
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
              http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
        %s</databaseChangeLog>
        """,
        "") {
      @Override
      String include(String name) {
        return "  <include relativeToChangelogFile=\"true\" file=\"changes/" + name + "\"/>\n";
      }
    },
    JSON("changelog.json", "{\"databaseChangeLog\": [\n%s\n]}\n", ",\n") {
      @Override
      String include(String name) {
        return "  {\"include\": {\"file\": \"changes/"
            + name
            + "\", \"relativeToChangelogFile\": true}}";
      }
    };

    final String root;
    private final String text;
    private final String separator;

    Listing(String root, String text, String separator) {
      this.root = FOLDER + "/" + root;
      this.text = text;
      this.separator = separator;
    }

    abstract String include(String name);

    private String listing(String... names) {
      return text.formatted(
          Stream.of(names).map(this::include).collect(Collectors.joining(separator)));
    }

    ChangedRepository of(Path top, Case given) throws IOException {
      String marker = this == XML ? "-- " : "--";
      String head = marker + "liquibase formatted sql\n\n" + marker + "changeset ada:";
      return new ChangedRepository(top, "postgresql:16")
          .with(root, listing("001-history.sql"))
          .with(FOLDER + "/changes/001-history.sql", head + "1\n" + given.history())
          .changes(root, listing("001-history.sql", "002-change.sql"))
          .changes(
              FOLDER + "/changes/002-change.sql", head + "2 labels:shop\n" + given.change() + "\n");
    }
  }

  static Stream<Arguments> changes() {
    List<Arguments> changes = new ArrayList<>();
    for (Case given : AppliedRollout.cases()) {
      changes.add(Arguments.of(given, Listing.values()[changes.size() % Listing.values().length]));
    }
    return changes.stream();
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("changes")
  void runsEachPhase(Case given, Listing listing) throws Exception {
    AppliedRollout.thereAndBack(
        given,
        listing.of(top, given),
        Extent.THIS_DEPLOY,
        database -> new RunningLiquibase(top, listing.root, database));
  }

  /** Liquibase in one repository and on one database. */
  private record RunningLiquibase(Path top, String root, String database) implements RunningTool {

    /** What is to be done with a changelog. */
    private interface Work {
      void with(Liquibase liquibase) throws Exception;
    }

    /** Each run as if it were of its own process, which remembers none before it. */
    private void run(Work work) throws Exception {
      Scope.getCurrentScope().getSingleton(FastCheckService.class).clearCache();
      Scope.child(
          Scope.Attr.ui.name(),
          new LoggerUIService(),
          () -> {
            try (Liquibase liquibase =
                new Liquibase(
                    root,
                    new DirectoryResourceAccessor(top),
                    new JdbcConnection(LiveServer.connect(database)))) {
              work.with(liquibase);
            }
          });
    }

    @Override
    public int update() throws Exception {
      int before = ran();
      run(liquibase -> liquibase.update(new Contexts()));
      return ran() - before;
    }

    private int ran() throws Exception {
      boolean begun =
          LiveServer.query(database, "SELECT to_regclass('databasechangelog') IS NOT NULL")
              .contains("t");
      return begun
          ? Integer.parseInt(
              LiveServer.query(database, "SELECT count(*) FROM databasechangelog").get(0))
          : 0;
    }

    @Override
    public void revert(Stage stage) throws Exception {
      run(liquibase -> liquibase.rollback((int) count(stage.files()), ""));
    }

    @Override
    public String bookkeeping() {
      return "databasechangelog";
    }

    @Override
    public long count(List<MigrationFile> files) {
      return files.stream()
          .filter(file -> file.path().endsWith(".sql"))
          .flatMap(file -> file.content().lines())
          .filter(line -> line.matches("-- ?changeset .*"))
          .count();
    }
  }
}
