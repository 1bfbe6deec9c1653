package dev.flux.rollout;

import dev.flux.schema.View;
import dev.flux.sql.ObjectOperation.RefreshMaterializedView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Refreshes a materialized view while it is read, which takes a unique index on it (manual, REFRESH
 * MATERIALIZED VIEW, CONCURRENTLY). Where it has none and its query tells what is unique, one is
 * built for this and dropped behind it, so that the schema ends as the author meant it.
 */
final class RefreshViewConcurrently implements Recipe {

  @Override
  public Set<String> settles() {
    return Set.of("refresh-view-blocking");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof RefreshMaterializedView refresh)
        || !refresh.withData()) {
      return List.of();
    }
    Optional<View> view = situation.before().findView(refresh.view()).filter(View::populated);
    if (view.isEmpty()) {
      return List.of();
    }
    boolean keyed =
        view.get().keys().stream()
            .anyMatch(
                key ->
                    situation
                        .before()
                        .findRelationOfIndex(key)
                        .filter(view.get().name()::equals)
                        .isPresent());
    if (keyed) {
      return List.of(refresh(situation, view.get()));
    }
    return ViewKey.find(view.get(), situation.before())
        .map(columns -> steps(situation, view.get(), columns))
        .orElse(List.of());
  }

  private static PlannedStep refresh(Situation situation, View view) {
    return situation
        .step("refresh_" + view.name().name(), "Refresh `" + view.name() + "` while it is read")
        .sql("REFRESH MATERIALIZED VIEW CONCURRENTLY " + situation.sql(view.name()) + ";", "")
        .impact("EXCLUSIVE on " + view.name(), "nobody but other refreshes", Estimates.oneScan())
        .worksWith("every version")
        .expand();
  }

  private static List<PlannedStep> steps(Situation situation, View view, List<String> columns) {
    String index = situation.freeName(view.name(), view.name().name() + "_refresh_key");
    String beside = situation.beside(view.name(), index);
    String create =
        "CREATE UNIQUE INDEX CONCURRENTLY %s ON %s (%s);"
            .formatted(
                situation.sql(index), situation.sql(view.name()), String.join(", ", columns));
    String drop = "DROP INDEX CONCURRENTLY IF EXISTS " + beside + ";";
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(
        Locks.build(
                situation
                    .step("build_" + index, "Build the unique index that the refresh needs")
                    .sql(create, drop)
                    .outsideTransaction(),
                view.name())
            .worksWith("every version")
            .expand());
    steps.add(refresh(situation, view));
    steps.add(
        situation
            .step("drop_" + index, "Drop the index again, unless later refreshes are to use it")
            .sql(drop, create)
            .outsideTransaction()
            .impact(
                "SHARE UPDATE EXCLUSIVE on " + view.name(),
                "nothing; it waits for transactions that are open",
                Estimates.instant())
            .worksWith("every version")
            .expand());
    return steps;
  }
}
