package dev.flux.rollout;

import dev.flux.hazard.ExaminedClause;
import dev.flux.rollout.Recipe.PlannedStep;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.TableConstraint;
import dev.flux.sql.Constraint;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The steps by which an altered copy takes the place of its table. */
record Exchange(Situation situation, Alteration alteration) {
  private static final String NO_WAY_BACK = "a release later: nobody needs to go back";

  List<PlannedStep> steps() {
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(copy());
    references(alteration.after()).forEach((parent, keys) -> steps.add(refer(parent, keys)));
    steps.add(follow());
    steps.add(fill());
    steps.addAll(referring().follow());
    steps.add(exchange());
    steps.addAll(referring().letGo(NO_WAY_BACK));
    references(alteration.before()).forEach((parent, keys) -> steps.add(referNoMore(parent, keys)));
    steps.add(drop());
    return steps;
  }

  private Twin fresh() {
    return new Twin(situation, alteration.after(), "new");
  }

  private Twin former() {
    return new Twin(situation, alteration.before(), "former");
  }

  private CarriedRows rows() {
    return new CarriedRows(situation, alteration.before());
  }

  private Referring referring() {
    return new Referring(situation, alteration.before(), fresh(), former());
  }

  private Hanging hanging() {
    return new Hanging(situation, alteration.before());
  }

  private ObjectName table() {
    return alteration.before().name();
  }

  private String sql() {
    return situation.sql(table());
  }

  private StepDraft step(String slug, String title) {
    ExaminedClause clause = situation.clause();
    return situation
        .step(slug + "_" + table().name(), title)
        .from(new Step.Origin(clause.migration().path(), clause.statement().span().line()))
        .worksWith("every version that worked before");
  }

  /** Foreign keys by the table that they lock beside their own. */
  private static Map<ObjectName, List<TableConstraint>> references(Table table) {
    Map<ObjectName, List<TableConstraint>> keys = new LinkedHashMap<>();
    for (TableConstraint constraint : table.constraints()) {
      constraint
          .definition()
          .reference()
          .ifPresent(
              to -> keys.computeIfAbsent(to.table(), each -> new ArrayList<>()).add(constraint));
    }
    return keys;
  }

  private PlannedStep copy() {
    List<String> there = new ArrayList<>();
    ServerKnown known = new ServerKnown(situation, alteration.before());
    there.add(known.guard());
    there.addAll(created(fresh(), alteration.there()));
    return step("copy", "Make an altered copy of `" + table() + "` beside it")
        .sql(String.join("\n", there), "DROP TABLE " + fresh().sql() + ";")
        .impact("ACCESS SHARE on " + table(), "nothing", Estimates.instant())
        .copying(table());
  }

  /** The empty table with all that the one in use has. */
  private List<String> created(Twin twin, List<String> actions) {
    List<String> all = new ArrayList<>(actions);
    for (TableConstraint check : alteration.added(Constraint.Kind.CHECK)) {
      if (twin.shape().findConstraint(check.name()).isPresent()) {
        all.add(add(check));
      }
    }
    List<String> statements = new ArrayList<>(twin.create(all));
    statements.add(ServerKnown.carriedOver(sql(), twin.sql()));
    return statements;
  }

  private String add(TableConstraint constraint) {
    return "ADD CONSTRAINT %s %s"
        .formatted(
            situation.sql(constraint.name()),
            situation.definitions().constraint(constraint.definition()));
  }

  private PlannedStep refer(ObjectName parent, List<TableConstraint> keys) {
    return Locks.foreignKey(
            step(
                    "refer_to_" + parent.name() + "_from",
                    "Let the copy of `" + table() + "` refer to `" + parent + "`")
                .sql(
                    Sql.locking(
                        keys.stream().map(key -> empty() + fresh().alter(add(key))).toList()),
                    Sql.locking(keys.stream().map(key -> fresh().alter(drop(key))).toList())),
            fresh().name(),
            parent)
        .expand();
  }

  private static String empty() {
    return Sql.allow("add-foreign-key-validating", "the copy is empty");
  }

  private String drop(TableConstraint constraint) {
    return "DROP CONSTRAINT " + situation.sql(constraint.name());
  }

  private PlannedStep follow() {
    return Locks.instant(
            step("follow", "Carry what is written to `" + table() + "` over to its copy")
                .sql(
                    Sql.locking(rows().create(sql(), fresh().sql())),
                    Sql.locking(rows().drop(sql()))),
            table())
        .expand();
  }

  private PlannedStep fill() {
    return Locks.batches(
            step("fill", "Copy the rows of `" + table() + "` in batches")
                .sql(
                    Sql.allow("insert-select-large", "each batch copies 1,000 rows")
                        + situation
                            .batches(table())
                            .block("flux_row", range -> rows().fill(sql(), fresh().sql(), range)),
                    Sql.lockingAlone(
                        Sql.allow("truncate-table", "the table in use has all its rows")
                            + "TRUNCATE "
                            + fresh().sql()
                            + ";"))
                .outsideTransaction(),
            table())
        .expand();
  }

  private PlannedStep exchange() {
    List<String> there = new ArrayList<>(locked(fresh().sql()));
    there.addAll(former().giveWay());
    there.addAll(fresh().takeNames());
    List<String> back = new ArrayList<>(locked(former().sql()));
    back.addAll(fresh().giveWay());
    back.addAll(former().takeNames());
    if (alteration.before().columns().stream().anyMatch(Column::autoIncrement)) {
      there.add(ServerKnown.sequences(former().sql(), sql()));
      back.add(ServerKnown.sequences(fresh().sql(), sql()));
    }
    there.addAll(hanging().putOn());
    back.addAll(hanging().putOn());
    there.addAll(rows().create(sql(), former().sql()));
    back.addAll(rows().create(sql(), fresh().sql()));
    return Locks.instant(
            step("exchange", "Let the copy take the place of `" + table() + "`")
                .sql(Sql.locking(renaming(there)), Sql.locking(renaming(back))),
            table())
        .gate(
            "`%1$s` and its copy hold the same number of rows; no other migration alters `%1$s` until `%2$s` is dropped"
                .formatted(table(), former().name()))
        .expand();
  }

  private List<String> locked(String comes) {
    List<String> statements = new ArrayList<>();
    statements.add(
        Sql.allow(
                "lock-table, locks-several-tables",
                "the names change hands within it, which takes an instant")
            + "LOCK TABLE %s, %s IN ACCESS EXCLUSIVE MODE;".formatted(sql(), comes));
    statements.addAll(rows().drop(sql()));
    statements.addAll(hanging().takenOff());
    return statements;
  }

  private static List<String> renaming(List<String> statements) {
    return statements.stream()
        .map(
            statement ->
                statement.startsWith("ALTER TABLE ")
                    ? Sql.allow("rename-table", "another table takes the name in the same moment")
                        + statement
                    : statement)
        .toList();
  }

  private PlannedStep referNoMore(ObjectName parent, List<TableConstraint> keys) {
    List<String> there = new ArrayList<>();
    List<String> back = new ArrayList<>();
    for (TableConstraint key : keys) {
      there.add(
          Sql.allow("drop-foreign-key-locks-parent", "it gives up after 5 s")
              + former().alter(drop(key)));
      back.add(former().alter(add(key)));
    }
    return Locks.foreignKeyDropped(
            step(
                    "let_go_of_" + parent.name() + "_from",
                    "Let the former `" + table() + "` refer to `" + parent + "` no more")
                .sql(Sql.locking(there), Sql.locking(back)),
            former().name(),
            parent)
        .deployGate(NO_WAY_BACK)
        .contract();
  }

  /** One block, since the way back commits each batch and must run outside a transaction. */
  private PlannedStep drop() {
    List<String> there = new ArrayList<>(List.of(Sql.LOCK_TIMEOUT));
    there.addAll(rows().drop(sql()));
    there.add("DROP TABLE " + former().sql() + ";");
    String gone =
        Sql.allow(
                "drop-table, no-lock-timeout",
                "the altered table has all its rows, and it gives up after 5 s")
            + "DO $flux$\nBEGIN\n"
            + there.stream().map(each -> "  " + each + "\n").collect(Collectors.joining())
            + "END\n$flux$;";
    List<String> first = new ArrayList<>();
    first.add(Sql.LOCK_TIMEOUT);
    first.add("IF to_regclass('%s') IS NULL THEN".formatted(former().sql().replace("'", "''")));
    first.addAll(created(former(), alteration.back()));
    first.addAll(rows().create(sql(), former().sql()));
    first.add("END IF;");
    String back =
        situation
            .batches(table())
            .block(
                first, "flux_row", range -> rows().fill(sql(), former().sql(), range), List.of());
    return Locks.instant(
            step("drop_former", "Drop the former `" + table() + "`")
                .sql(gone, back)
                .outsideTransaction(),
            table())
        .deployGate(NO_WAY_BACK)
        .contract();
  }
}
