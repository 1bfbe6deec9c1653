package dev.flux.rollout;

import dev.flux.hazard.TableSizes;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Puts the steps of a change in order, so that none runs before what it needs, and so that all
 * statements share the deploys: each phase has rounds, and a round begins with what is deployed for
 * all of it.
 */
final class Sequence {
  private static final String WAITS = "Waits for the step before it, which a human must write.";

  /** What looks at rows. */
  private static final List<Recipe> OF_ROWS =
      List.of(new AddConstraintApart(), new CreateIndexConcurrently(), new SetNotNullByCheck());

  private final List<Item> items;
  private final TableSizes sizes;
  private final List<Placement> placements = new ArrayList<>();
  private final SortedMap<Slot, Round> rounds = new TreeMap<>();
  private final List<PlannedStep> last = new ArrayList<>();
  private final Map<String, List<Item>> settings = new HashMap<>();

  private Sequence(List<Item> items, TableSizes sizes) {
    this.items = new ArrayList<>(items);
    this.sizes = sizes;
  }

  /** A round of a phase, from 0. */
  private record Slot(Phase.Name phase, int round) implements Comparable<Slot> {
    static final Slot FIRST = new Slot(Phase.Name.EXPAND, 0);

    @Override
    public int compareTo(Slot other) {
      return Comparator.comparing(Slot::phase).thenComparing(Slot::round).compare(this, other);
    }

    Slot next() {
      return new Slot(phase, round + 1);
    }
  }

  private static Slot later(Slot one, Slot other) {
    return one.compareTo(other) >= 0 ? one : other;
  }

  /**
   * Where an item goes.
   *
   * @param slot the earliest in which it may run
   * @param held whether what is deployed for it must wait for those that hold it there
   * @param waits why it cannot run at all
   */
  private record Placement(Slot slot, boolean held, Optional<Waits> waits) {}

  /**
   * What an earlier item holds back.
   *
   * @param gone whether it waits for nothing but that something is gone
   */
  private record Held(Hold hold, Slot slot, boolean gone, Optional<Waits> waits) {}

  /** A step in its round. */
  private record Placed(Slot slot, PlannedStep step) {}

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
    if (sequence.takesApart()) {
      sequence.place();
    }
    for (int i = 0; i < items.size(); i++) {
      sequence.run(sequence.items.get(i), sequence.placements.get(i));
    }
    sequence.rounds.forEach((slot, round) -> round.flush(slot.phase()));
    return Stream.of(
            sequence.rounds.values().stream().flatMap(Round::steps),
            SharedDeploy.of(NamesGivenOn.deploys(items)).stream(),
            sequence.last.stream())
        .flatMap(steps -> steps)
        .toList();
  }

  /** Places every item; what is dropped to be created again later goes where that goes. */
  private void place() {
    Map<Integer, Slot> raised = new HashMap<>();
    for (int pass = 0; pass <= items.size(); pass++) {
      placements.clear();
      List<Held> held = new ArrayList<>();
      for (int i = 0; i < items.size(); i++) {
        Slot least = raised.getOrDefault(i, Slot.FIRST);
        Placement placement = place(items.get(i), held, least);
        placements.add(placement);
        hold(items.get(i), placement, held);
      }
      if (!raise(raised)) {
        return;
      }
    }
  }

  /**
   * Plans what is harmless on a table that the change creates, and is not any more where it waits
   * until that holds rows and is used.
   */
  private boolean takesApart() {
    Map<ObjectName, Slot> created = new HashMap<>();
    boolean changed = false;
    for (int i = 0; i < items.size(); i++) {
      Item item = items.get(i);
      Slot slot = placements.get(i).slot();
      if (item.operation() instanceof TableOperation.CreateTable create) {
        created.put(item.situation().before().resolve(create.table()), slot);
      }
      Optional<Slot> since =
          item.clause().table().map(item.situation().before()::resolve).map(created::get);
      if (item.kept()
          && postgresql(item)
          && since.filter(other -> other.compareTo(slot) < 0).isPresent()) {
        List<PlannedStep> steps =
            OF_ROWS.stream()
                .map(recipe -> recipe.plan(item.situation()))
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse(List.of());
        items.set(i, item.with(steps.stream().map(Sequence::ungated).toList()));
        changed |= !steps.isEmpty();
      }
    }
    return changed;
  }

  private static boolean postgresql(Item item) {
    return item.situation().engine().dialect() == Dialect.POSTGRESQL;
  }

  /** The version that runs by then was written for a table that has it. */
  private static PlannedStep ungated(PlannedStep planned) {
    return new PlannedStep(planned.phase(), planned.step().ungated(), planned.last());
  }

  private static Placement place(Item item, List<Held> held, Slot least) {
    Slot slot = least;
    boolean deployed = !least.equals(Slot.FIRST);
    Optional<Waits> waits = Optional.empty();
    Set<String> mentioned = held.isEmpty() ? Set.of() : item.mentioned();
    for (Held each : held) {
      if (each.hold().holds(mentioned, item.operation())) {
        int behind = each.slot().compareTo(slot);
        deployed = behind > 0 ? !each.gone() : deployed || (behind == 0 && !each.gone());
        slot = later(slot, each.slot());
        waits = waits.map(w -> each.waits().map(w::or).orElse(w)).or(each::waits);
      }
    }
    return new Placement(slot, deployed, waits);
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
    if (item.operation() instanceof TableOperation.RenameTable rename
        && !placement.slot().equals(Slot.FIRST)) {
      held.add(new Held(Hold.ofNewName(rename), placement.slot(), false, waits));
    }
    if (item.operation() instanceof ColumnOperation.AddColumn add
        && !placement.slot().equals(Slot.FIRST)) {
      held.add(new Held(Hold.ofNewColumn(add), placement.slot(), false, waits));
    }
    Slot contract = new Slot(Phase.Name.CONTRACT, 0);
    Slot whole = item.problem().isPresent() ? later(placement.slot(), contract) : placement.slot();
    Slot done = whole;
    Optional<Slot> rows = Optional.empty();
    for (Placed placed : placed(item, placement)) {
      whole = later(whole, placed.slot());
      done = placed.step().step().releaseLater() ? done : later(done, placed.slot());
      rows = Batches.standIn(placed.step().step().forward()) ? Optional.of(placed.slot()) : rows;
    }
    if (rows.isPresent()) {
      Optional<Hold> triggers = Hold.ofRows(item.clause());
      if (triggers.isPresent()) {
        held.add(new Held(triggers.get(), rows.get(), false, waits));
      }
    }
    if (!whole.equals(Slot.FIRST) || waits.isPresent()) {
      for (Hold hold : Holds.of(item.situation(), !item.steps().isEmpty())) {
        boolean gone = isGone(item, hold);
        held.add(new Held(hold, gone ? done : whole, gone, waits));
      }
    }
  }

  /** Whether nothing but what was kept of it is left, of which nobody knows. */
  private static boolean isGone(Item item, Hold hold) {
    return exchanges(item)
        || (item.operation() instanceof ColumnOperation.DropColumn drop
            && drop.table().name().equals(hold.table()));
  }

  /** Whether a copy took the place of its table, and nothing but the former one is left. */
  private static boolean exchanges(Item item) {
    return postgresql(item) && item.steps().stream().anyMatch(step -> step.copied().isPresent());
  }

  private boolean raise(Map<Integer, Slot> raised) {
    boolean changed = false;
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i).operation() instanceof ObjectOperation.DropView drop)) {
        continue;
      }
      for (int j = i + 1; j < items.size(); j++) {
        if (items.get(j).operation() instanceof ObjectOperation.CreateView create
            && drop.views().contains(create.view())
            && placements.get(j).slot().compareTo(placements.get(i).slot()) > 0) {
          raised.put(i, placements.get(j).slot());
          changed = true;
        }
      }
    }
    return changed;
  }

  /**
   * The steps of an item in their rounds: another begins with each deploy that something runs
   * before, and where a release is waited for.
   */
  private static List<Placed> placed(Item item, Placement placement) {
    List<Placed> placed = new ArrayList<>();
    Slot slot = placement.slot();
    boolean worked = placement.held();
    boolean done = false;
    for (PlannedStep step : item.steps()) {
      if (step.phase().compareTo(slot.phase()) > 0) {
        slot = new Slot(step.phase(), 0);
        worked = false;
        done = false;
      }
      boolean deploy = step.step().kind() == Step.Kind.DEPLOY;
      if ((deploy && worked) || (done && step.step().releaseLater())) {
        slot = slot.next();
        done = false;
      }
      worked = !deploy;
      done |= !deploy && !step.step().releaseLater();
      placed.add(new Placed(slot, new PlannedStep(slot.phase(), step.step(), step.last())));
    }
    return placed;
  }

  private void run(Item item, Placement placement) {
    if (item.transactionControl()) {
      return;
    }
    if (item.setting()) {
      settings.computeIfAbsent(item.path(), path -> new ArrayList<>()).add(item);
      return;
    }
    Slot slot = placement.slot();
    boolean waits = item.problem().isPresent() || placement.waits().isPresent();
    if (waits && item.steps().stream().noneMatch(s -> s.step().missing().isPresent())) {
      round(slot).work(waiting(item, placement.waits()).in(slot.phase()));
      return;
    }
    if (item.kept()) {
      List<Item> before = settings.getOrDefault(item.path(), List.of());
      round(slot).keep(item, slot.phase(), before, sizes);
      return;
    }
    Map<Slot, Integer> ranks = new HashMap<>();
    for (Placed placed : placed(commented(left(item)), placement)) {
      PlannedStep step = placed.step();
      if (step.last()) {
        last.add(step);
      } else if (step.step().kind() == Step.Kind.DEPLOY) {
        round(placed.slot()).deploy(step, ranks.merge(placed.slot(), 1, Integer::sum) - 1);
      } else {
        round(placed.slot()).work(step);
      }
    }
  }

  /** The first step that does more than keep what was there has the author's comments. */
  private static Item commented(Item item) {
    List<PlannedStep> written =
        item.steps().stream().filter(planned -> takesWords(planned.step())).toList();
    if (written.isEmpty()) {
      return item;
    }
    PlannedStep first =
        written.stream()
            .filter(planned -> !planned.step().forward().startsWith("CREATE TABLE "))
            .findFirst()
            .orElse(written.get(0));
    List<PlannedStep> steps = new ArrayList<>(item.steps());
    steps.set(steps.indexOf(first), first.with(first.step().with(item.words().apart())));
    return item.with(steps);
  }

  private static boolean takesWords(Step step) {
    return !step.forward().isBlank() && !step.isOfShell();
  }

  private Round round(Slot slot) {
    return rounds.computeIfAbsent(slot, each -> new Round());
  }

  private static String decide(String problem) {
    return "Decide on this by hand: " + problem + (problem.endsWith(".") ? "" : ".");
  }

  /** Where none of its steps says what is left until a value is told, the whole statement is. */
  private static Item left(Item item) {
    List<PlannedStep> steps = item.steps();
    boolean said =
        steps.stream()
            .flatMap(step -> step.step().awaited().stream())
            .anyMatch(awaited -> !awaited.sql().isEmpty());
    int end = steps.size() - 1;
    if (said || steps.get(end).step().awaited().isEmpty()) {
      return item;
    }
    List<PlannedStep> left = new ArrayList<>(steps);
    Step step = steps.get(end).step().leaving(item.sql() + ";\n");
    left.set(end, new PlannedStep(steps.get(end).phase(), step, steps.get(end).last()));
    return item.with(left);
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
}
