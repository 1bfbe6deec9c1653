package dev.flux.rollout.mysql;

import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.StepDraft;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.sql.Expression;
import dev.flux.sql.SqlType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column that the next version leaves out of its rows. Where it must have a value and has no
 * default, strict servers refuse such rows (MySQL 8.0 manual, 11.6 Data Type Default Values): it
 * gets a default, which is in place at once, or takes NULL.
 *
 * @param old as it is
 */
record LeftOut(Situation situation, Table table, Column old) {
  private static final Set<String> TEXTS = Set.of("char", "varchar", "binary", "varbinary");
  private static final Set<String> NUMBERS =
      Set.of(
          "bit",
          "bool",
          "boolean",
          "tinyint",
          "smallint",
          "mediumint",
          "int",
          "integer",
          "bigint",
          "decimal",
          "numeric",
          "float",
          "double");

  private boolean refused() {
    return old.notNull() && old.defaultValue().isEmpty() && old.generated().isEmpty();
  }

  /** A value that takes no row away from others; empty where NULL alone is such a one. */
  private Optional<String> value() {
    boolean unique = table.indexesUsing(old.name()).stream().anyMatch(Index::unique);
    SqlType type = old.type().orElseThrow();
    if (unique) {
      return Optional.empty();
    }
    if (NUMBERS.contains(type.name())) {
      return Optional.of("0");
    }
    if (type.name().equals("enum")) {
      return type.modifiers().stream().findFirst().map(MysqlDefinitions::text);
    }
    return TEXTS.contains(type.name()) ? Optional.of("''") : Optional.empty();
  }

  /** The column as it is once rows may leave it out. */
  Column column() {
    return refused()
        ? new Column(
            old.name(),
            old.type(),
            value().isPresent(),
            value().map(text -> new Expression(text, Set.of(), Set.of())),
            old.generated(),
            old.autoIncrement(),
            old.attributes())
        : old;
  }

  /** The step before the version that leaves it out; none where rows may do so already. */
  List<PlannedStep> steps() {
    if (!refused()) {
      return List.of();
    }
    MysqlDefinitions sql = new MysqlDefinitions(situation.before());
    String name = situation.sql(old.name());
    String there =
        value()
            .map(text -> "ALTER COLUMN " + name + " SET DEFAULT " + text)
            .orElseGet(() -> "MODIFY COLUMN " + sql.nullable(column()).orElseThrow());
    String back =
        value().isPresent()
            ? "ALTER COLUMN " + name + " DROP DEFAULT"
            : "MODIFY COLUMN " + sql.column(old).orElseThrow();
    OnlineSql online = new OnlineSql(situation.before(), situation.engine());
    String allowed =
        value().isPresent()
            ? ""
            : Sql.allow(
                "drop-not-null"
                    + (online.rewrites(situation.alter(table.name(), there))
                        ? ", rewrite-table"
                        : ""),
                "every running version reads NULL by then");
    StepDraft draft =
        new Alterations(situation)
            .step(
                "let_rows_leave_" + old.name() + "_out",
                "Let new rows leave `" + old.name() + "` out",
                allowed + situation.alter(table.name(), there),
                situation.alter(table.name(), back));
    if (value().isPresent()) {
      draft.worksWith("every version that worked before");
    } else {
      String reads = "reads NULL in `" + old.name() + "`";
      draft.gate("every running version " + reads).worksWith("every version that " + reads);
    }
    return List.of(draft.expand());
  }
}
