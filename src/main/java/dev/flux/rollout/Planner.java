package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedClause;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.ExaminedStatement;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Catalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns what was found into a rollout. */
public final class Planner {
  private Planner() {}

  /**
   * The safe sequence for the change to one directory; of type {@code SAFE} where it is safe as it
   * is.
   */
  public static Rollout plan(Examination examination) {
    List<PlannedStep> planned = new ArrayList<>();
    for (ExaminedMigration migration : examination.migrations()) {
      for (ExaminedStatement statement : migration.statements()) {
        for (ExaminedClause clause : statement.clauses()) {
          planned.addAll(plan(statement, clause, migration.after()));
        }
      }
    }
    List<Phase> phases = new ArrayList<>();
    for (Phase.Name name : Phase.Name.values()) {
      List<Step> steps =
          planned.stream().filter(p -> p.phase() == name).map(PlannedStep::step).toList();
      if (!steps.isEmpty()) {
        phases.add(new Phase(name, steps));
      }
    }
    return new Rollout(type(phases), phases, List.of(), List.of());
  }

  private static List<PlannedStep> plan(
      ExaminedStatement statement, ExaminedClause clause, Catalog after) {
    Set<String> hazards =
        statement.findings().stream()
            .filter(finding -> finding.severity() != Severity.ADVICE)
            .map(Finding::hazard)
            .collect(Collectors.toSet());
    return Recipes.ALL.stream()
        .filter(recipe -> recipe.settles().stream().anyMatch(hazards::contains))
        .map(recipe -> recipe.plan(new Situation(clause, after)))
        .filter(steps -> !steps.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static Rollout.Type type(List<Phase> phases) {
    if (phases.isEmpty()) {
      return Rollout.Type.SAFE;
    }
    if (phases.stream().anyMatch(phase -> phase.name() == Phase.Name.CONTRACT)) {
      return Rollout.Type.EXPAND_CONTRACT;
    }
    return phases.stream().anyMatch(phase -> phase.name() == Phase.Name.BACKFILL)
        ? Rollout.Type.BACKFILL
        : Rollout.Type.ONLINE;
  }
}
