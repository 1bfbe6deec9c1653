package dev.flux.request;

import dev.flux.review.Markdown;
import dev.flux.review.Review;
import dev.flux.rollout.ColumnValue;
import dev.flux.rollout.Split;
import dev.flux.webhook.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the {@code /flux split} lines of one comment ask for together.
 *
 * @param values what columns are in rows that exist
 * @param mistakes in the lines, as sentences; nothing is done where there are any
 */
record SplitWish(Split.Extent extent, List<ColumnValue> values, List<String> mistakes) {
  private static final String HERE = "--here";
  private static final String VALUE = "value";

  SplitWish {
    values = List.copyOf(values);
    mistakes = List.copyOf(mistakes);
  }

  static SplitWish of(List<Command> commands) {
    Split.Extent extent = Split.Extent.THIS_DEPLOY;
    List<ColumnValue> values = new ArrayList<>();
    List<String> mistakes = new ArrayList<>();
    for (Command command : commands) {
      if (!(command instanceof Command.Known known) || known.word() != Command.Word.SPLIT) {
        continue;
      }
      String rest = known.text().strip();
      if (rest.equals(HERE) || rest.startsWith(HERE + " ")) {
        extent = Split.Extent.EVERYTHING;
        rest = rest.substring(HERE.length()).strip();
      }
      if (rest.startsWith(VALUE + " ")) {
        Optional<ColumnValue> value = ColumnValue.parse(rest.substring(VALUE.length()));
        value.ifPresent(values::add);
        if (value.isEmpty()) {
          mistakes.add(
              "A value is written as `/flux split value users.status='active'`: table, column and"
                  + " one SQL expression.");
        }
      } else if (!rest.isEmpty()) {
        mistakes.add("After `/flux split` comes nothing, `--here`, or `value` with a column's.");
      }
    }
    return new SplitWish(extent, values, mistakes);
  }

  /** Why a value cannot be taken where it is wanted; empty where each can. */
  Optional<String> mistake(Review review) {
    return values.stream()
        .filter(
            value -> review.dialects().stream().noneMatch(dialect -> value.isExpression(dialect)))
        .map(value -> "This is not one SQL expression: " + Markdown.code(value.expression()) + ".")
        .findFirst();
  }
}
