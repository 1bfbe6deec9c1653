package dev.flux.forge.gitlab;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.ObjectId;

/**
 * One file of a merge request's diff.
 *
 * @param oldPath the same as {@code newPath} unless the file was renamed
 * @param hunks unified diff, from the first {@code @@}
 */
public record FakeDiff(String oldPath, String newPath, String hunks) {
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d+)(?:,\\d+)? \\+(\\d+)(?:,\\d+)? @@.*");

  /** A file that the request adds. */
  public static FakeDiff added(String path, String content) {
    List<String> lines = content.lines().toList();
    return new FakeDiff(
        path, path, "@@ -0,0 +1,%d @@\n+%s\n".formatted(lines.size(), String.join("\n+", lines)));
  }

  /** What differs between two commits of a real repository, as GitLab shows it. */
  public static List<FakeDiff> between(Path bareRepository, String base, String head)
      throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    List<FakeDiff> diffs = new ArrayList<>();
    try (FileRepository repository = new FileRepository(bareRepository.toFile());
        DiffFormatter formatter = new DiffFormatter(text)) {
      formatter.setRepository(repository);
      formatter.setDetectRenames(true);
      for (DiffEntry entry : formatter.scan(ObjectId.fromString(base), ObjectId.fromString(head))) {
        text.reset();
        formatter.format(entry);
        String patch = text.toString(StandardCharsets.UTF_8);
        boolean added = entry.getChangeType() == DiffEntry.ChangeType.ADD;
        boolean deleted = entry.getChangeType() == DiffEntry.ChangeType.DELETE;
        String oldPath = added ? entry.getNewPath() : entry.getOldPath();
        String newPath = deleted ? entry.getOldPath() : entry.getNewPath();
        int hunks = patch.indexOf("@@");
        diffs.add(new FakeDiff(oldPath, newPath, hunks < 0 ? "" : patch.substring(hunks)));
      }
    }
    return diffs;
  }

  /** Whether the diff shows these numbers on one line: an added line has no old number. */
  boolean shows(Optional<Integer> oldLine, Optional<Integer> newLine) {
    return lines().contains(new Line(oldLine, newLine));
  }

  private record Line(Optional<Integer> oldLine, Optional<Integer> newLine) {}

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    int before = 0;
    int after = 0;
    for (String text : hunks.lines().toList()) {
      Matcher hunk = HUNK.matcher(text);
      if (hunk.matches()) {
        before = Integer.parseInt(hunk.group(1));
        after = Integer.parseInt(hunk.group(2));
      } else if (text.startsWith("+")) {
        lines.add(new Line(Optional.empty(), Optional.of(after++)));
      } else if (text.startsWith("-")) {
        lines.add(new Line(Optional.of(before++), Optional.empty()));
      } else if (text.startsWith(" ")) {
        lines.add(new Line(Optional.of(before++), Optional.of(after++)));
      }
    }
    return lines;
  }
}
