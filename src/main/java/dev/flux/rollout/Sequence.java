package dev.flux.rollout;

import dev.flux.hazard.TableSizes;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.sql.ObjectOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Puts the steps of a change in order, so that none runs before what it needs. */
final class Sequence {
  private static final String WAITS = "Waits for the step before it, which a human must write.";

  private final List<Item> items;
  private final TableSizes sizes;
  private final List<Placement> placements = new ArrayList<>();
  private final List<PlannedStep> planned = new ArrayList<>();

  /** Deploys that wait for nothing of their phase: one deploy serves several items. */
  private final List<PlannedStep> deploys = new ArrayList<>();

  private final Map<Phase.Name, KeptStep> kept = new EnumMap<>(Phase.Name.class);
  private final Map<String, List<Item>> settings = new HashMap<>();

  private Sequence(List<Item> items, TableSizes sizes) {
    this.items = items;
    this.sizes = sizes;
  }

  /**
   * Where an item goes.
   *
   * @param phase the earliest in which it may run
   * @param waits why it cannot run at all
   */
  private record Placement(Phase.Name phase, Optional<Waits> waits) {}

  /** What an earlier item holds back. */
  private record Held(Hold hold, Phase.Name phase, Optional<Waits> waits) {}

  /**
   * Why something cannot run.
   *
   * @param column whose value nobody told yet; empty where a human must write something
   */
  private record Waits(Optional<String> column) {
    /** What a human must write weighs more: a value alone does not let it run. */
    Waits or(Waits other) {
      return column.isEmpty() ? this : other;
    }
  }

  /**
   * The items as steps, in an order in which each may run.
   *
   * @param sizes of tables, as far as somebody says
   */
  static List<PlannedStep> of(List<Item> items, TableSizes sizes) {
    Sequence sequence = new Sequence(items, sizes);
    sequence.place();
    for (int i = 0; i < items.size(); i++) {
      sequence.run(items.get(i), sequence.placements.get(i));
    }
    sequence.flushAll();
    return Stream.concat(sequence.deploys.stream(), sequence.planned.stream())
        .sorted(Comparator.comparing(PlannedStep::last))
        .toList();
  }

  /** Places every item; what is dropped to be created again later goes where that goes. */
  private void place() {
    Map<Integer, Phase.Name> raised = new HashMap<>();
    for (int pass = 0; pass <= items.size(); pass++) {
      placements.clear();
      List<Held> held = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        Phase.Name least = raised.getOrDefault(i, Phase.Name.EXPAND);
        Placement placement = place(items.get(i), held, least);
        placements.add(placement);
        hold(items.get(i), placement, held);
      }
      if (!raise(raised)) {
        return;
      }
    }
  }

  private static Placement place(Item item, List<Held> held, Phase.Name least) {
    Phase.Name phase = least;
    Optional<Waits> waits = Optional.empty();
    Set<String> mentioned = held.isEmpty() ? Set.of() : item.mentioned();
    for (Held each : held) {
      if (each.hold().holds(mentioned, item.operation())) {
        phase = later(phase, each.phase());
        waits = waits.map(w -> each.waits().map(w::or).orElse(w)).or(each::waits);
      }
    }
    return new Placement(phase, waits);
  }

  private static void hold(Item item, Placement placement, List<Held> held) {
    Optional<Waits> waits =
        item.problem().isPresent() ? Optional.of(new Waits(Optional.empty())) : placement.waits();
    for (PlannedStep step : item.steps()) {
      if (step.step().missing().isPresent()) {
        Waits own = new Waits(step.step().awaited().map(Step.Awaited::column));
        waits = Optional.of(waits.map(own::or).orElse(own));
      }
    }
    Phase.Name last = item.problem().isPresent() ? Phase.Name.CONTRACT : placement.phase();
    for (PlannedStep step : item.steps()) {
      last = later(last, step.phase());
    }
    if (last != Phase.Name.EXPAND || waits.isPresent()) {
      for (Hold hold : Hold.of(item.situation(), !item.steps().isEmpty())) {
        held.add(new Held(hold, last, waits));
      }
    }
  }

  private boolean raise(Map<Integer, Phase.Name> raised) {
    boolean changed = false;
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i).operation() instanceof ObjectOperation.DropView drop)) {
        continue;
      }
      for (int j = i + 1; j < items.size(); j++) {
        if (items.get(j).operation() instanceof ObjectOperation.CreateView create
            && drop.views().contains(create.view())
            && placements.get(j).phase().compareTo(placements.get(i).phase()) > 0) {
          raised.put(i, placements.get(j).phase());
          changed = true;
        }
      }
    }
    return changed;
  }

  private void run(Item item, Placement placement) {
    if (item.transactionControl()) {
      return;
    }
    if (item.setting()) {
      settings.computeIfAbsent(item.path(), path -> new ArrayList<>()).add(item);
      return;
    }
    boolean waits = item.problem().isPresent() || placement.waits().isPresent();
    if (waits && item.steps().stream().noneMatch(s -> s.step().missing().isPresent())) {
      flush(placement.phase());
      planned.add(waiting(item, placement.waits()).in(placement.phase()));
      return;
    }
    if (item.kept()) {
      keep(item, placement.phase());
      return;
    }
    Set<Phase.Name> worked = EnumSet.noneOf(Phase.Name.class);
    for (PlannedStep step : left(item)) {
      Phase.Name phase = later(step.phase(), placement.phase());
      PlannedStep placed = new PlannedStep(phase, step.step(), step.last());
      boolean held = placement.phase() != Phase.Name.EXPAND;
      if (step.step().kind() != Step.Kind.DEPLOY) {
        worked.add(phase);
      } else if (!held && phase != Phase.Name.EXPAND && !worked.contains(phase)) {
        deploys.add(placed);
        continue;
      }
      flush(phase);
      planned.add(placed);
    }
  }

  private static String decide(String problem) {
    return "Decide on this by hand: " + problem + (problem.endsWith(".") ? "" : ".");
  }

  /** Its steps; where none says what is left until a value is told, the whole statement is. */
  private static List<PlannedStep> left(Item item) {
    List<PlannedStep> steps = item.steps();
    boolean said =
        steps.stream()
            .flatMap(step -> step.step().awaited().stream())
            .allMatch(awaited -> awaited.sql().isEmpty());
    int last = steps.size() - 1;
    if (!said || steps.get(last).step().awaited().isEmpty()) {
      return steps;
    }
    List<PlannedStep> left = new ArrayList<>(steps);
    PlannedStep end = steps.get(last);
    left.set(
        last, new PlannedStep(end.phase(), end.step().leaving(item.sql() + ";\n"), end.last()));
    return left;
  }

  private static StepDraft waiting(Item item, Optional<Waits> waits) {
    String kind = item.operation().kind();
    String line =
        item.migration().migration().path().replaceFirst(".*/", "")
            + ":"
            + item.clause().clause().span().line();
    Optional<String> column =
        item.problem().isPresent() ? Optional.empty() : waits.flatMap(Waits::column);
    StepDraft draft =
        item.situation()
            .step(
                kind,
                (column.isPresent() ? "Run" : "Decide on") + " `" + kind + "` in `" + line + "`");
    return column.isPresent()
        ? draft.awaitsToo(new Step.Awaited(column.get(), item.sql() + ";\n"))
        : draft.waitsFor(item.problem().map(Sequence::decide).orElse(WAITS));
  }

  private void keep(Item item, Phase.Name phase) {
    KeptStep open = kept.get(phase);
    if (open == null || !open.takes(item)) {
      flush(phase);
      open = new KeptStep(settings.getOrDefault(item.path(), List.of()), sizes);
      kept.put(phase, open);
    }
    open.add(item);
  }

  private void flush(Phase.Name phase) {
    KeptStep open = kept.remove(phase);
    if (open != null) {
      planned.add(open.step(phase));
    }
  }

  private void flushAll() {
    for (Phase.Name phase : Phase.Name.values()) {
      flush(phase);
    }
  }

  private static Phase.Name later(Phase.Name one, Phase.Name other) {
    return one.compareTo(other) >= 0 ? one : other;
  }
}
