package dev.flux.rollout;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.mysql.OnlineSql;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.AddColumn;
import dev.flux.sql.ColumnOperation.DropColumn;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Columns that a change drops and adds again under their names, with another type. One statement
 * does both, since the version that knows the new column would fail without any.
 */
final class Readded {
  private static final Pattern CHOICE = Pattern.compile("(?:, (?:ALGORITHM|LOCK)=\\w+)+;$");

  private static final Pattern ADDED =
      Pattern.compile(
          "(?:SET [^;]*;\\s*)?ALTER\\s+TABLE\\s.*?\\s(ADD\\s.*?);?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Readded() {}

  /** A column, with its table. */
  private record Name(ObjectName table, String column) {
    static Name of(Item item) {
      ColumnOperation operation = (ColumnOperation) item.operation();
      return new Name(item.situation().before().resolve(operation.table()), operation.columnName());
    }
  }

  /** The items, with what adds such a column in the step that drops it. */
  static List<Item> joined(List<Item> items) {
    Map<Name, Integer> dropped = new HashMap<>();
    List<Item> joined = new ArrayList<>();
    for (Item item : items) {
      if (item.operation() instanceof DropColumn && !item.steps().isEmpty()) {
        dropped.put(Name.of(item), joined.size());
      }
      Optional<Integer> place =
          item.operation() instanceof AddColumn
              ? Optional.ofNullable(dropped.remove(Name.of(item)))
              : Optional.empty();
      Optional<Item> both = place.flatMap(at -> both(joined.get(at), item));
      both.ifPresent(drop -> joined.set(place.orElseThrow(), drop));
      if (both.isEmpty()) {
        joined.add(place.isPresent() ? apart(item) : item);
      } else if (item.steps().size() > 1) {
        joined.add(item.with(item.steps().subList(1, item.steps().size())));
      }
    }
    return joined;
  }

  /** Between the two statements no version has the column that it knows. */
  private static Item apart(Item add) {
    return OnlineSql.speaks(add.situation().engine().dialect())
        ? add.stopped(
            "Old and new versions would mean different columns by `%s`, and no one statement exchanges them while rows change. Add the new one under another name."
                .formatted(Name.of(add).column()))
        : add;
  }

  private static Optional<Item> both(Item drop, Item add) {
    List<PlannedStep> steps = new ArrayList<>(drop.steps());
    for (int i = 0; i < steps.size(); i++) {
      PlannedStep planned = steps.get(i);
      Optional<Step> step =
          action(add)
              .flatMap(a -> both(drop.situation(), planned.step(), a))
              .or(() -> together(drop.situation(), planned.step(), add));
      if (step.isPresent()) {
        steps.set(i, new PlannedStep(planned.phase(), step.get(), planned.last()));
        return Optional.of(drop.with(steps));
      }
    }
    return Optional.empty();
  }

  /** How the column is added, as one action of ALTER TABLE. */
  private static Optional<String> action(Item add) {
    boolean kept = add.kept();
    if (!kept && add.steps().isEmpty()) {
      return Optional.empty();
    }
    String sql = kept ? add.sql() : add.steps().get(0).step().forward();
    Matcher added = ADDED.matcher(sql.strip());
    return added.matches() ? Optional.of(added.group(1)) : Optional.empty();
  }

  /** Both in one transaction, where the column comes with more than itself. */
  private static Optional<Step> together(Situation situation, Step drop, Item add) {
    DropColumn operation = (DropColumn) situation.operation();
    String gone = "DROP COLUMN " + situation.sql(operation.columnName()) + ";";
    if (!drop.transactional()
        || !drop.forward().endsWith(gone)
        || add.steps().isEmpty()
        || !add.steps().get(0).step().transactional()
        || add.steps().get(0).step().forward().isEmpty()) {
      return Optional.empty();
    }
    Step there = add.steps().get(0).step();
    return Optional.of(
        drop.turned(
                drop.forward() + "\n" + Sql.withoutTimeout(there.forward()),
                there.rollback() + "\n" + Sql.withoutTimeout(drop.rollback()))
            .differing(there.differences()));
  }

  private static Optional<Step> both(Situation situation, Step step, String action) {
    DropColumn drop = (DropColumn) situation.operation();
    String gone = "DROP COLUMN " + situation.sql(drop.columnName());
    Matcher choice = CHOICE.matcher(step.forward().replaceFirst("\\nRESET .*$", ""));
    String plain = choice.replaceFirst(";");
    if (drop.cascade() || !plain.endsWith(gone + ";")) {
      return Optional.empty();
    }
    String undo = situation.alter(drop.table(), gone);
    if (situation.engine().dialect() == Dialect.SQLITE) { // which takes one action at a time
      return Optional.of(
          step.turned(
              step.forward() + "\n" + situation.alter(drop.table(), action),
              undo + "\n" + step.rollback()));
    }
    String there = plain.substring(0, plain.length() - 1) + ",\n  " + action + ";";
    if (OnlineSql.speaks(situation.engine().dialect())) {
      OnlineSql online = new OnlineSql(situation.before(), situation.engine());
      String body = there.substring(OnlineSql.LOCK_WAIT.length() + 1);
      return Optional.of(
          step.turned(
              online.alone(List.of(body)),
              online.after(body).alone(List.of(undo)) + "\n" + step.rollback()));
    }
    return Optional.of(
        step.turned(
            step.forward().replace(plain, there),
            (step.transactional() ? undo : Sql.lockingAlone(undo)) + "\n" + step.rollback()));
  }
}
