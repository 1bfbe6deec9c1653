package dev.flux.hazard;

import dev.flux.schema.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Catches the drop and the rename of a table or column that the code of the same change still
 * names. A warning where the name may mean something else; silent where no code is at hand.
 *
 * <p>In production: not only the version that runs fails, but also the one that is deployed.
 *
 * <p>Engines: PostgreSQL, MySQL, MariaDB, SQLite; every version.
 *
 * <p>Safe path: take the name out of the code, deploy that, and drop it in a later deploy.
 *
 * <p>Source: the text of the source files at the head of the change.
 */
final class CodeStillRefers implements Hazard {
  @Override
  public String id() {
    return "code-still-refers";
  }

  @Override
  public Severity severity() {
    return Severity.DANGER;
  }

  @Override
  public List<Finding> examine(Examination examination) {
    if (!examination.change().oneChange() || examination.migrations().isEmpty()) {
      return List.of();
    }
    Catalog after = examination.after(examination.migrations().get(0));
    List<GoneName> gone =
        examination.migrations().stream()
            .flatMap(migration -> migration.clauses().stream())
            .flatMap(GoneName::of)
            .filter(each -> !each.isBack(after))
            .toList();
    Set<String> names =
        gone.stream()
            .flatMap(each -> CodeNames.ofTable(each.table().name()).stream())
            .collect(Collectors.toSet());
    List<CodeText> files =
        names.isEmpty()
            ? List.of()
            : examination.change().code().containing(names).stream().map(CodeText::of).toList();
    return gone.stream().flatMap(each -> examine(each, files, after).stream()).toList();
  }

  private List<Finding> examine(GoneName gone, List<CodeText> files, Catalog after) {
    List<String> sure = new ArrayList<>();
    List<String> likely = new ArrayList<>();
    for (CodeText file : files) {
      CodeReferences references = new CodeReferences(file, gone.table().name());
      CodeReferences.Places places =
          gone.column()
              .map(column -> references.toColumn(column, gone.isElsewhere(after)))
              .orElseGet(references::toTable);
      sure.addAll(places.sure());
      likely.addAll(places.likely());
    }
    if (sure.isEmpty()) {
      return likely.isEmpty() ? List.of() : finding(gone, Severity.WARNING, "may fail", likely);
    }
    return finding(gone, severity(), "fails", sure);
  }

  private List<Finding> finding(GoneName gone, Severity weight, String fails, List<String> places) {
    return gone
        .clause()
        .finding(
            this,
            weight,
            "The new version "
                + fails
                + " on "
                + Words.code(gone)
                + " as well as the one that runs",
            "its code still names it in " + Words.few(places),
            "Take the name out of the code first, and drop it in a later deploy.")
        .stream()
        .map(
            finding ->
                finding.assuming(
                    "These lines mean this "
                        + (gone.column().isPresent() ? "column" : "table")
                        + ": Flux reads names, it does not run the code."))
        .toList();
  }
}
