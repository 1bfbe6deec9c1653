package dev.flux.rollout;

import dev.flux.schema.Catalog;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.ObjectOperation.CreateTrigger;
import dev.flux.sql.SqlWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Triggers and views of a table, which are those of the table that takes its name. */
record Hanging(Situation situation, Table table) {

  /** Whether all of it is known as it is, and nothing of the change was about it yet. */
  boolean isKnown() {
    Catalog start = situation.start();
    Catalog end = situation.end();
    boolean triggers =
        table.triggers().stream()
            .allMatch(
                name -> {
                  Optional<CreateTrigger> trigger = find(name);
                  return trigger.filter(this::namesTable).isPresent()
                      && trigger.equals(start.findTrigger(table.name(), name))
                      && trigger.equals(end.findTrigger(table.name(), name));
                });
    return triggers
        && views().stream().noneMatch(View::materialized)
        && List.copyOf(start.viewsOn(table.name())).equals(views());
  }

  private Optional<CreateTrigger> find(String trigger) {
    return situation.before().findTrigger(table.name(), trigger);
  }

  private boolean namesTable(CreateTrigger trigger) {
    return SqlWords.in(trigger.definition()).contains(table.name().name());
  }

  List<View> views() {
    return situation.before().viewsOn(table.name());
  }

  /** Takes the triggers from the table that has the name. */
  List<String> takenOff() {
    return table.triggers().stream()
        .map(name -> "DROP TRIGGER " + situation.sql(name) + " ON " + situation.sql(table.name()))
        .map(drop -> drop + ";")
        .toList();
  }

  /** Gives the triggers to the table that has the name, and has the views read it. */
  List<String> putOn() {
    List<String> statements = new ArrayList<>();
    for (String name : table.triggers()) {
      statements.add(
          Sql.allow(
                  "create-trigger, locks-several-tables",
                  "it takes an instant in a table that is locked anyway")
              + situation.definitions().createTrigger(find(name).orElseThrow()));
    }
    for (View view : views()) {
      situation.definitions().createView(view).stream()
          .map(create -> create.replaceFirst("^CREATE VIEW ", "CREATE OR REPLACE VIEW "))
          .forEach(statements::add);
    }
    return statements;
  }
}
