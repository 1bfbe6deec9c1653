package dev.flux.hazard;

import dev.flux.config.RepositorySettings;
import dev.flux.config.TableStatistics;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What a repository says about how findings are to be weighed.
 *
 * @param statistics of the tables, where there are any
 * @param today the day on which it is asked; what has expired no longer holds
 */
public record Policy(RepositorySettings settings, TableStatistics statistics, LocalDate today) {
  /** Of a repository that says nothing. */
  public static final Policy NONE =
      new Policy(RepositorySettings.NONE, TableStatistics.NONE, LocalDate.EPOCH);

  /** How much the tables hold. */
  public TableSizes sizes() {
    return new TableSizes(settings, statistics);
  }

  /** Findings as the repository weighs them, without those that it turns off. */
  List<Finding> weigh(List<Finding> findings) {
    return settings.severities().isEmpty()
        ? findings
        : findings.stream().flatMap(finding -> weigh(finding).stream()).toList();
  }

  private Optional<Finding> weigh(Finding finding) {
    return settings
        .level(finding.hazard(), finding.path())
        .map(level -> weigh(finding, level))
        .orElse(Optional.of(finding));
  }

  private static Optional<Finding> weigh(Finding finding, RepositorySettings.Level level) {
    return switch (level) {
      case OFF -> Optional.empty();
      case ADVICE -> Optional.of(finding.with(Severity.ADVICE));
      case WARNING -> Optional.of(finding.with(Severity.WARNING));
      case DANGER -> Optional.of(finding.with(Severity.DANGER));
    };
  }

  /** What the settings allow today; an entry for one file owes that file a finding. */
  List<Allowance> allowances() {
    return settings.allowed().stream()
        .filter(allowed -> !allowed.expired(today))
        .flatMap(
            allowed ->
                allowed.hazards().stream()
                    .map(
                        hazard ->
                            new Allowance(
                                hazard,
                                allowed.reason(),
                                finding -> allowed.covers(finding.path()),
                                RepositorySettings.FILE,
                                allowed.line(),
                                false)))
        .toList();
  }
}
