package dev.flux.rollout;

import dev.flux.hazard.Examination;
import dev.flux.hazard.ExaminedMigration;
import dev.flux.hazard.Finding;
import dev.flux.hazard.Severity;
import dev.flux.migration.MigrationChange;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.sql.KeywordCase;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns what was found into a rollout. */
public final class Planner {
  private final Examination examination;
  private final Items read;

  private Planner(Examination examination, Told told, List<Recipe> recipes) {
    this.examination = examination;
    this.read = new Items(examination, told, recipes);
  }

  /**
   * The safe sequence for the change to one directory; of type {@code SAFE} where it is safe as it
   * is, or where nothing that was found has a safe way.
   */
  public static Rollout plan(Examination examination) {
    return plan(examination, Told.NOTHING);
  }

  /** The same, with values that nobody but a human knows. */
  public static Rollout plan(Examination examination, Told told) {
    return plan(examination, told, Recipes.ALL);
  }

  /** The same, by these recipes alone. */
  static Rollout plan(Examination examination, Told told, List<Recipe> recipes) {
    return new Planner(examination, told, recipes).plan();
  }

  /**
   * What an earlier split of the change left out until a value is told, as a change that stands on
   * it; empty where it left out nothing, or what it left out is done by now.
   */
  public static Optional<MigrationChange> findPostponed(Examination examination) {
    return Postponed.of(examination);
  }

  private Rollout plan() {
    List<Item> items =
        AroundColumnChange.taken(Readded.joined(replaced(WrittenRebuilds.whole(read.inOrder()))))
            .stream()
            .map(Planner::inOneSession)
            .toList();
    items = AuthorsWords.given(NamesGivenOn.stopped(ViewsBetween.stopped(CopiedOnce.of(items))));
    if (items.isEmpty() || locksByHand()) {
      return Rollout.NONE;
    }
    Set<String> replaced = items.stream().map(Item::path).collect(Collectors.toSet());
    List<PlannedStep> planned = Postponed.noted(Sequence.of(items, examination.sizes()));
    KeywordCase keywords = keywords();
    List<Phase> phases = new ArrayList<>();
    for (Phase.Name name : Phase.Name.values()) {
      List<Step> steps =
          BehindScripts.in(
                  planned.stream()
                      .filter(p -> p.phase() == name)
                      .map(p -> p.step().written(keywords))
                      .toList(),
                  examination.change().tool())
              .stream()
              .map(Step::commented)
              .toList();
      if (!steps.isEmpty()) {
        phases.add(new Phase(name, steps));
      }
    }
    return new Rollout(
        type(planned),
        phases,
        RolloutFiles.of(examination, replaced, phases),
        Fixes.of(examination, keywords));
  }

  private KeywordCase keywords() {
    return KeywordCase.in(
        examination.migrations().stream().map(ExaminedMigration::script).toList(),
        read.end().tables().stream().map(table -> table.name().name()).toList(),
        examination.change().engine().dialect());
  }

  /**
   * The items of migrations whose place the rollout takes: all of one change, since what is safe in
   * it may need what is not; in a directory that is reviewed whole, those alone that need it.
   */
  private List<Item> replaced(List<Item> items) {
    Set<String> unsettled =
        Stream.concat(
                items.stream()
                    .filter(item -> !item.steps().isEmpty() || item.losesChoice())
                    .map(Item::path),
                examination
                    .allFindings()
                    .filter(
                        f ->
                            f.severity() != Severity.ADVICE
                                && read.settledApart().contains(f.hazard()))
                    .map(Finding::path))
            .collect(Collectors.toSet());
    if (unsettled.isEmpty() || examination.change().oneChange()) {
      return unsettled.isEmpty() ? List.of() : items;
    }
    return items.stream().filter(item -> unsettled.contains(item.path())).toList();
  }

  /** A temporary table is gone with its session, and each step is one. */
  private static Item inOneSession(Item item) {
    return item.operation() instanceof TableOperation.CreateTable create && create.temporary()
        ? item.stopped(
            "Temporary table `%s` lasts for one session, and the steps of a rollout run in several."
                .formatted(create.table()))
        : item;
  }

  /** LOCK TABLES of MySQL holds for a session, whose statements cannot be taken apart. */
  private boolean locksByHand() {
    return mysql()
        && examination.migrations().stream()
            .flatMap(migration -> migration.statements().stream())
            .flatMap(statement -> statement.clauses().stream())
            .anyMatch(clause -> clause.operation() instanceof SessionOperation.LockTable);
  }

  private boolean mysql() {
    return OnlineSql.speaks(examination.change().engine().dialect());
  }

  /** Cleaning up makes no other kind of it. */
  private static Rollout.Type type(List<PlannedStep> planned) {
    if (planned.stream().anyMatch(p -> p.phase() == Phase.Name.CONTRACT && !p.last())) {
      return Rollout.Type.EXPAND_CONTRACT;
    }
    return planned.stream().anyMatch(p -> p.phase() == Phase.Name.BACKFILL)
        ? Rollout.Type.BACKFILL
        : Rollout.Type.ONLINE;
  }
}
