package dev.flux.cli;

import dev.flux.migration.MigrationFile;
import dev.flux.review.Review;
import dev.flux.review.SplitReport;
import dev.flux.rollout.Split;
import dev.flux.rollout.Split.Extent;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flux split}: replaces unsafe migrations of a working copy by their safe sequence. */
@Command(
    name = "split",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Replaces unsafe migrations of a working copy by the files of their safe sequence.",
    description = {
      "%nShows what would be written; --write writes it. The files are those of the repository's"
          + " own tool, and take the place of the migrations that the change adds.",
      "%nSteps behind a deploy or a gate belong to later changes: they are listed, and written only"
          + " with --here."
    },
    parameterListHeading = "%nArguments:%n",
    optionListHeading = "%nFlags:%n",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:split, or nothing to split",
      "1:something is in the way; nothing was written",
      "2:wrong use, or something that cannot be read"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  flux split",
      "  flux split --base origin/release --prove --write",
      "  flux split --here --write db/migrations/V7__owner.sql"
    })
final class SplitCommand implements Callable<Integer> {
  private static final int IN_THE_WAY = 1;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private ChangeOptions change = new ChangeOptions();

  @Mixin private ShadowOptions shadow = new ShadowOptions();

  @Option(names = "--write", description = "Write the files; default: only show them.")
  private boolean write;

  @Option(
      names = "--here",
      description = "Put every step into this change, for teams that run each file by hand.")
  private boolean here;

  @Option(
      names = "--format",
      paramLabel = "NAME",
      description = "What to print: text or json; default: ${DEFAULT-VALUE}.",
      converter = FormatConverter.class)
  private Format format = Format.text;

  /** Spelled as people write them. */
  enum Format {
    text,
    json
  }

  /** Says which formats there are. */
  static final class FormatConverter extends Choice<Format> {
    FormatConverter() {
      super(Format.values());
    }
  }

  @Override
  public Integer call() throws UsageException {
    ChangeOptions.Change found = change.find();
    Review review = shadow.prove(found.review());
    Extent extent = here ? Extent.EVERYTHING : Extent.THIS_DEPLOY;
    List<Split> splits =
        review.directories().stream()
            .map(directory -> directory.split(extent))
            .map(split -> split.among(path -> Files.exists(found.top().resolve(path))))
            .toList();
    boolean blocked = splits.stream().anyMatch(split -> !split.obstacles().isEmpty());
    boolean writes = write && !blocked && splits.stream().anyMatch(split -> !split.isEmpty());
    if (writes) {
      write(new WorkingFiles(found.top()), splits);
    }
    PrintWriter out = Objects.requireNonNull(spec, "picocli sets it").commandLine().getOut();
    switch (format) {
      case text -> out.print(SplitReport.text(review, splits, writes));
      case json -> out.println(SplitReport.json(review, splits, writes));
    }
    out.flush();
    return blocked ? IN_THE_WAY : 0;
  }

  private static void write(WorkingFiles files, List<Split> splits) throws UsageException {
    List<String> removed = splits.stream().flatMap(split -> split.removed().stream()).toList();
    List<MigrationFile> written =
        splits.stream().flatMap(split -> split.written().stream()).toList();
    try {
      files.replace(removed, written);
    } catch (IOException e) {
      throw new UsageException("cannot write the files: " + e.getMessage(), e);
    }
  }
}
