package dev.flux.rollout.mysql;

import dev.flux.engine.OnlineDdl.Algorithm;
import dev.flux.rollout.FilledColumn;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.Step;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnOperation.ModifyColumn;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * MODIFY that is light once it is written whole: attributes that it would lose are repeated, and
 * NOT NULL comes after the rows that have no value are filled (MySQL 8.0 manual, 17.12.1 Online DDL
 * Operations, Column Operations).
 *
 * @param labelsBehind whether new labels of an enum go behind the old ones; for tables of which no
 *     copy can be made beside
 */
record ModifyColumnOnline(boolean labelsBehind) implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of("modify-loses-attributes", "reorder-enum", "set-not-null-cold");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    if (!(situation.operation() instanceof ModifyColumn modify)
        || !modify.columnName().equalsIgnoreCase(modify.column().name())) {
      return List.of();
    }
    Optional<Table> table = situation.findTable(modify.table());
    Optional<Restated> restated = Restated.of(modify, table);
    if (restated.isEmpty()) {
      return List.of();
    }
    Plan plan = new Plan(situation, modify, restated.get(), labelsBehind);
    return plan.light() ? plan.steps() : List.of();
  }

  /** The steps for one column. */
  private record Plan(
      Situation situation, ModifyColumn modify, Restated restated, boolean labelsBehind) {

    private Column wanted() {
      SqlType type = modify.column().type().orElseThrow();
      return restated.column(
          labelsBehind ? appended(restated.old().type().orElseThrow(), type).orElse(type) : type);
    }

    /** Labels that are new between the old ones, put behind them. */
    private static Optional<SqlType> appended(SqlType old, SqlType now) {
      List<String> kept = now.modifiers().stream().filter(old.modifiers()::contains).toList();
      List<String> all = new ArrayList<>(old.modifiers());
      now.modifiers().stream().filter(label -> !all.contains(label)).forEach(all::add);
      String quoted = String.join(",", all.stream().map(MysqlDefinitions::text).toList());
      boolean labels = old.name().equals(now.name()) && old.name().matches("enum|set");
      return labels && kept.equals(old.modifiers()) && !all.equals(now.modifiers())
          ? Optional.of(
              new SqlType(
                  now.name(), all, 0, now.name().toUpperCase(Locale.ROOT) + "(" + quoted + ")"))
          : Optional.empty();
    }

    private MysqlDefinitions sql() {
      return new MysqlDefinitions(situation.before());
    }

    private String there() {
      String place =
          modify
              .position()
              .map(p -> p.after().map(a -> " AFTER " + situation.sql(a)).orElse(" FIRST"))
              .orElse("");
      String definition =
          (opens() ? sql().nullable(wanted()) : sql().column(wanted())).orElseThrow();
      return situation.alter(modify.table(), "MODIFY COLUMN " + definition + place);
    }

    /** Whether rows can be changed while the whole definition is set. */
    boolean light() {
      return new OnlineSql(situation.before(), situation.engine())
          .impact(there())
          .flatMap(impact -> impact.online())
          .filter(online -> online.algorithm() != Algorithm.COPY && online.concurrentWrites())
          .isPresent();
    }

    /** Where nothing worse is said of the statement, the work is. */
    private boolean worksUnsaid() {
      return !becomesNotNull()
          && situation.hazards().stream().noneMatch(HeavyWork.HAZARDS::contains)
          && new OnlineSql(situation.before(), situation.engine()).rewrites(there());
    }

    private boolean opens() {
      return restated.old().notNull() && !wanted().notNull();
    }

    private boolean becomesNotNull() {
      return wanted().notNull() && !restated.old().notNull();
    }

    List<PlannedStep> steps() {
      if (becomesNotNull() && situation.asksFor(modify.table(), modify.columnName())) {
        return filled().waiting(wanted().type(), there() + "\n");
      }
      List<PlannedStep> planned = new ArrayList<>();
      Optional<String> value = situation.findValue(modify.table(), modify.columnName());
      boolean fills = becomesNotNull() && value.isPresent();
      if (fills) {
        planned.addAll(FillOnline.steps(filled(), value.get(), true, "which rows had no value"));
      }
      StepDraft draft = modified();
      planned.add(fills ? draft.contract() : draft.expand());
      return planned;
    }

    private FilledColumn filled() {
      return new FilledColumn(situation, modify.table(), modify.columnName());
    }

    private StepDraft modified() {
      boolean behind = situation.hazards().contains("reorder-enum"); // its labels go there
      String allowed =
          (becomesNotNull() && (behind || HeavyWork.gate(situation).isEmpty())
                  ? Sql.allow("set-not-null-cold", "it fails where a row has no value")
                  : "")
              + (opens() && (behind || !HeavyWork.opens(situation))
                  ? Sql.allow("drop-not-null", HeavyWork.READS_NULL)
                  : "")
              + (restated.losesDefault() && modify.column().defaultValue().isEmpty()
                  ? Sql.allow("modify-loses-attributes", "the former default is of another type")
                  : "")
              + (behind
                  ? ""
                  : HeavyWork.allowed(
                      situation, "rows can be changed meanwhile, or the server refuses it"))
              + (worksUnsaid() ? Sql.allow("rewrite-table", "rows can be changed meanwhile") : "");
      StepDraft draft =
          new Alterations(situation)
              .step(
                  "modify_" + modify.columnName(),
                  "Change `" + modify.columnName() + "` and repeat what it has",
                  List.of(allowed + there()),
                  MysqlUndo.of(modify, situation.before()).statements());
      if (opens()) {
        draft.gate("every running version reads NULL in " + name());
      }
      restated.difference(situation, modify).ifPresent(draft::differs);
      if (!wanted().type().equals(modify.column().type())) {
        draft.differs(
            new Step.Difference(
                Step.Difference.Unlike.LABELS,
                situation.sql(modify.table()),
                modify.columnName(),
                "",
                "The new labels of `%s` of `%s` stand behind the old ones: its rows are sorted by that order."
                    .formatted(modify.columnName(), modify.table())));
      }
      return becomesNotNull()
          ? draft.gate(
              "`SELECT COUNT(*) FROM %s WHERE %s IS NULL;` counts 0"
                  .formatted(situation.sql(modify.table()), name()))
          : draft;
    }

    private String name() {
      return situation.sql(modify.columnName());
    }
  }
}
