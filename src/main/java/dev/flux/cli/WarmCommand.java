package dev.flux.cli;

import dev.flux.migration.MigrationFile;
import dev.flux.migration.MigrationFinder;
import dev.flux.migration.tool.Tools;
import dev.flux.review.JsonReport;
import dev.flux.review.Receipt;
import dev.flux.review.Review;
import dev.flux.review.ReviewPipeline;
import dev.flux.review.Summary;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;

/**
 * Reviews a small change in memory, so that the launcher can keep the classes this loads in an
 * archive for the next start. Prints nothing.
 */
@Command(name = "warm", hidden = true)
final class WarmCommand implements Runnable {
  private static final List<MigrationFile> HISTORY =
      List.of(
          new MigrationFile(
              "db/migrations/20240101000000_users.sql",
              """
              -- migrate:up
              CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, age int DEFAULT 0);
              -- migrate:down
              DROP TABLE users;
              """));
  private static final List<MigrationFile> FILES =
      List.of(
          new MigrationFile(
              "db/migrations/20240102000000_more.sql",
              """
              -- migrate:up
              CREATE INDEX users_name_idx ON users (name);
              ALTER TABLE users ALTER COLUMN age SET NOT NULL, ADD COLUMN email varchar(50);
              UPDATE users SET email = 'none' WHERE name IS NULL;
              -- migrate:down
              DROP INDEX users_name_idx;
              """));

  @Override
  public void run() {
    MigrationFinder finder = new MigrationFinder(Tools.all(), Optional.empty(), Optional.empty());
    Review review = ReviewPipeline.review(finder.find(HISTORY, FILES));
    String words = Receipt.of(review, true) + Summary.of(review) + JsonReport.of(review);
    if (words.isEmpty()) {
      throw new IllegalStateException("a review is never without words");
    }
  }
}
