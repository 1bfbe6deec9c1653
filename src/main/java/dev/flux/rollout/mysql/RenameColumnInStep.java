package dev.flux.rollout.mysql;

import dev.flux.engine.OnlineDdl.Algorithm;
import dev.flux.rollout.Estimates;
import dev.flux.rollout.Situation;
import dev.flux.rollout.Sql;
import dev.flux.rollout.StepDraft;
import dev.flux.rollout.WayBack;
import dev.flux.schema.Catalog;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Renames a column while old and new versions of the application run: a copy has the new name,
 * triggers keep both in step, whichever is written, and in the end the two exchange their names, so
 * that keys, constraints and the column's place stay (MySQL 8.0 manual, 15.1.9 ALTER TABLE,
 * ColumnRenaming Columns; 27.3 Using Triggers).
 */
final class RenameColumnInStep implements MysqlRecipe {

  @Override
  public Set<String> settles() {
    return Set.of("rename-column");
  }

  @Override
  public List<PlannedStep> plan(Situation situation) {
    Optional<ColumnRenaming> renaming = ColumnRenaming.of(situation);
    if (renaming.isEmpty() || renaming.get().batches().key().isEmpty()) {
      return List.of();
    }
    return new Plan(situation, renaming.get()).steps();
  }

  /** The steps for one column. */
  private record Plan(Situation situation, ColumnRenaming renaming) {

    private MysqlDefinitions sql() {
      return new MysqlDefinitions(situation.before());
    }

    private String target() {
      return sql().name(renaming.table().name());
    }

    private String old() {
      return sql().name(renaming.from().name());
    }

    private String fresh() {
      return sql().name(renaming.to());
    }

    private String alter(String action) {
      return situation.alter(renaming.table().name(), action);
    }

    private boolean redefined() {
      return !sql().column(renaming.wanted()).equals(sql().column(renaming.renamed()));
    }

    List<PlannedStep> steps() {
      List<PlannedStep> steps = new ArrayList<>();
      Alterations alterations = new Alterations(situation);
      steps.add(add(alterations));
      steps.add(follow());
      steps.add(fill());
      for (Index index : indexes()) {
        steps.add(build(alterations, index));
      }
      steps.add(
          situation
              .step("deploy", "Deploy the version that uses `" + renaming.to() + "` alone")
              .deploy()
              .worksWith("versions that use either name")
              .contract());
      steps.add(exchange());
      OnlineSql reached = new OnlineSql(situation.before(), situation.engine());
      for (PlannedStep planned : steps) {
        reached = reached.after(planned.step().forward());
      }
      steps.add(drop(reached));
      if (redefined()) {
        steps.addAll(redefine());
      }
      return steps;
    }

    private PlannedStep add(Alterations alterations) {
      String place = " AFTER " + old();
      return alterations
          .step(
              "add_" + renaming.to(),
              "Add `" + renaming.to() + "` beside `" + renaming.from().name() + "`",
              alter("ADD COLUMN " + sql().column(renaming.bare()).orElseThrow() + place),
              alter("DROP COLUMN " + fresh()))
          .worksWith("every version")
          .expand();
    }

    private ColumnSync sync() {
      return new ColumnSync(
          situation, renaming.table().name(), renaming.from().name(), renaming.to());
    }

    private PlannedStep follow() {
      List<String> there = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT));
      there.addAll(sync().drop());
      there.addAll(sync().create());
      List<String> back = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT));
      back.addAll(sync().drop());
      return instant(
              situation
                  .step(
                      "follow_" + renaming.from().name(),
                      "Keep `" + renaming.from().name() + "` and `" + renaming.to() + "` in step")
                  .sql(lines(there), lines(back)))
          .gate(
              "the role may create triggers: log_bin_trust_function_creators is 1 where the binary"
                  + " log is on, or the role has SUPER")
          .worksWith("versions that use either name")
          .expand();
    }

    private String copyRows(String from, String to) {
      return renaming
          .batches()
          .block(
              target(),
              range ->
                  "UPDATE %1$s SET %2$s = %3$s%4$s WHERE %5$s AND NOT (%2$s <=> %3$s)"
                      .formatted(
                          target(),
                          to,
                          from,
                          renaming.batches().keepingStamps(renaming.to()),
                          range));
    }

    private PlannedStep fill() {
      return AddColumnOnline.inBatches(
              situation
                  .step(
                      "backfill_" + renaming.to(),
                      "Copy `" + renaming.from().name() + "` in batches")
                  .sql(copyRows(old(), fresh()), ""),
              renaming.table().name())
          .worksWith("versions that use either name")
          .backfill();
    }

    private List<Index> indexes() {
      return renaming.table().indexesUsing(renaming.from().name()).stream()
          .filter(Index::plain)
          .filter(index -> index.method().equals("btree"))
          .toList();
    }

    private String aside(Index index) {
      String wanted = index.name().name() + "_new";
      return sql().name(situation.freeName(renaming.table().name(), wanted));
    }

    private PlannedStep build(Alterations alterations, Index index) {
      List<String> columns =
          index.columns().stream()
              .map(c -> c.equals(renaming.from().name()) ? renaming.to() : c)
              .toList();
      return alterations
          .step(
              "index_" + renaming.to() + "_as_" + index.name().name(),
              "Let queries find rows by `" + renaming.to() + "`",
              alter(
                  "ADD INDEX %s (%s)"
                      .formatted(aside(index), keyParts(index, columns, renaming.to()))),
              alter("DROP INDEX " + aside(index)))
          .worksWith("versions that use either name")
          .backfill();
    }

    /** Long texts are indexed by their first characters only. */
    private String keyParts(Index index, List<String> columns, String instead) {
      String definition = sql().index(index, renaming.table());
      return definition.matches("(?s).*\\(\\s*\\d+\\s*\\).*")
          ? definition
              .substring(definition.indexOf('(') + 1, definition.lastIndexOf(')'))
              .replace(old(), sql().name(instead))
          : sql().list(columns);
    }

    /** The name that the copy has until it is dropped. */
    private String spare() {
      String wanted = renaming.from().name() + "_copy";
      String free = wanted;
      for (int i = 1; renaming.table().findColumn(free).isPresent(); i++) {
        free = wanted + i;
      }
      return free;
    }

    private boolean renames() {
      return situation.engine().dialect() == Dialect.MARIADB
          ? situation.engine().version().atLeast(10, 5, 2)
          : situation.engine().version().atLeast(8);
    }

    private String renamed(Column from, Column to) {
      return renames()
          ? "RENAME COLUMN " + sql().name(from.name()) + " TO " + sql().name(to.name())
          : "CHANGE " + sql().name(from.name()) + " " + sql().column(to).orElseThrow();
    }

    private Column spared() {
      return ColumnRenaming.named(renaming.bare(), spare());
    }

    private String exchanged() {
      return alter(
          renamed(renaming.bare(), spared()) + ", " + renamed(renaming.from(), renaming.renamed()));
    }

    private String exchangedBack() {
      return alter(
          renamed(renaming.renamed(), renaming.from()) + ", " + renamed(spared(), renaming.bare()));
    }

    private PlannedStep exchange() {
      String locked =
          Sql.allow("lock-table", "the names change hands within it, which takes an instant")
              + "LOCK TABLES "
              + target()
              + " WRITE;";
      List<String> there = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT, locked));
      there.addAll(sync().drop());
      there.add(
          Sql.allow(
                  "rename-column",
                  "both names hold the same values, and every version uses the new one")
              + exchanged());
      there.add("UNLOCK TABLES;");
      List<String> back = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT, locked));
      back.add(exchangedBack());
      back.addAll(sync().create());
      back.add("UNLOCK TABLES;");
      back.add(copyRows(old(), fresh()));
      return instant(
              situation
                  .step(
                      "exchange_" + renaming.from().name(),
                      "Let `%s` take the name `%s`"
                          .formatted(renaming.from().name(), renaming.to()))
                  .sql(lines(there), lines(back)))
          .deployGate("no running version uses `" + renaming.from().name() + "`")
          .worksWith("versions that use `" + renaming.to() + "` alone")
          .contract();
    }

    /**
     * @param reached the schema once the names are exchanged
     */
    private PlannedStep drop(OnlineSql reached) {
      List<String> gone = new ArrayList<>();
      List<String> again = new ArrayList<>();
      for (Index index : indexes()) {
        gone.add("DROP INDEX " + aside(index));
        List<String> columns =
            index.columns().stream()
                .map(c -> c.equals(renaming.from().name()) ? spare() : c)
                .toList();
        again.add("ADD INDEX %s (%s)".formatted(aside(index), keyParts(index, columns, spare())));
      }
      gone.add("DROP COLUMN " + sql().name(spare()));
      String drop = alter(String.join(", ", gone));
      String add =
          alter("ADD COLUMN " + sql().column(spared()).orElseThrow() + " AFTER " + fresh());
      OnlineSql dropped = reached.after(drop);
      List<String> back = new ArrayList<>(List.of(OnlineSql.LOCK_WAIT));
      back.add(dropped.stated(add));
      back.add(copyRows(fresh(), sql().name(spare())));
      if (!again.isEmpty()) {
        back.add(dropped.after(add).stated(alter(String.join(", ", again))));
      }
      return instant(
              situation
                  .step("drop_" + spare(), "Drop `" + spare() + "`, the copy")
                  .sql(
                      OnlineSql.LOCK_WAIT
                          + "\n"
                          + Sql.allow("drop-column", "it is a copy that nobody uses any more")
                          + (indexes().isEmpty()
                              ? ""
                              : Sql.allow("drop-index-still-used", "the column has one like it"))
                          + reached.stated(drop),
                      lines(back)))
          .worksWith("versions that use `" + renaming.to() + "` alone")
          .contract();
    }

    /** The definition, where it changes too, once the column has its name. */
    private List<PlannedStep> redefine() {
      OnlineSql renamed =
          new OnlineSql(situation.before(), situation.engine())
              .after(alter("CHANGE " + old() + " " + definition(renaming.renamed())));
      String action = "MODIFY COLUMN " + definition(renaming.wanted());
      String back = alter("MODIFY COLUMN " + definition(renaming.renamed()));
      String works = "versions that use `" + renaming.to() + "` alone";
      return (whileWritten(renamed, alter(action))
              ? List.of(light(renamed.before(), action, back))
              : heavy(renamed.before(), action, back))
          .stream().map(draft -> draft.worksWith(works).contract()).toList();
    }

    private static boolean whileWritten(OnlineSql renamed, String sql) {
      return renamed
          .impact(sql)
          .flatMap(impact -> impact.online())
          .filter(online -> online.concurrentWrites() && online.algorithm() != Algorithm.COPY)
          .isPresent();
    }

    private StepDraft light(Catalog renamed, String action, String back) {
      StepDraft draft =
          new Alterations(situation, renamed)
              .step(
                  "define_" + renaming.to(),
                  "Change the definition of `" + renaming.to() + "`",
                  HeavyWork.allowed(situation, "rows can be changed meanwhile") + alter(action),
                  back);
      HeavyWork.gate(situation).ifPresent(draft::gate);
      return draft;
    }

    private List<StepDraft> heavy(Catalog renamed, String action, String back) {
      SqlType now = renaming.wanted().type().orElseThrow();
      WayBack undo =
          renaming
              .from()
              .type()
              .flatMap(old -> ValuesLost.of(renaming.to(), old, now))
              .map(WayBack.by(back)::losing)
              .orElse(WayBack.by(back));
      ObjectName table = renaming.table().name();
      boolean tied = AlterByOnlineTool.isTied(situation, table);
      return AlterByOnlineTool.drafts(situation, renamed, table, action, undo, tied);
    }

    private String definition(Column column) {
      return sql().column(column).orElseThrow();
    }

    private StepDraft instant(StepDraft draft) {
      return draft.impact(
          "exclusive metadata lock on " + renaming.table().name(),
          "reads and writes, for an instant",
          Estimates.instant());
    }

    private static String lines(List<String> statements) {
      return String.join("\n", statements);
    }
  }
}
