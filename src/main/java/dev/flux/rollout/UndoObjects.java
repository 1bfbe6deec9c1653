package dev.flux.rollout;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.schema.UserType;
import dev.flux.schema.View;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import dev.flux.sql.ObjectOperation.CreateRoutine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Ways back of operations on views, types, routines and the rest. */
public interface UndoObjects extends ObjectOperation.Visitor<WayBack>, UndoContext {

  @Override
  default WayBack visit(ObjectOperation.CreateView operation) {
    Optional<View> former = before().findView(operation.view());
    String drop =
        "DROP "
            + (operation.materialized() ? "MATERIALIZED " : "")
            + "VIEW "
            + sql().name(after().resolve(operation.view()))
            + ";";
    if (former.isEmpty()) {
      return WayBack.by(drop);
    }
    return operation.orReplace()
        ? new WayBack(
            Stream.concat(Stream.of(drop), sql().createView(former.get()).stream()).toList(), "")
        : WayBack.NONE;
  }

  @Override
  default WayBack visit(ObjectOperation.DropView operation) {
    List<String> statements = new ArrayList<>();
    for (ObjectName view : operation.views()) {
      Optional<View> known = before().findView(view);
      if (known.isEmpty() && !operation.ifExists()) {
        return WayBack.lost("view `" + view + "`, whose query is not in the history");
      }
      known.ifPresent(v -> statements.addAll(sql().createView(v)));
    }
    return new WayBack(statements, operation.cascade() ? "what CASCADE drops beside it" : "");
  }

  @Override
  default WayBack visit(ObjectOperation.RefreshMaterializedView operation) {
    return WayBack.NONE;
  }

  @Override
  default WayBack visit(ObjectOperation.CreateType operation) {
    return WayBack.by("DROP TYPE " + sql().name(operation.type()) + ";");
  }

  @Override
  default WayBack visit(ObjectOperation.AddEnumValue operation) {
    return new WayBack(
        List.of(), "a label is not taken out of an enum again; it stays and nothing uses it");
  }

  @Override
  default WayBack visit(ObjectOperation.RenameEnumValue operation) {
    return WayBack.by(
        "ALTER TYPE %s RENAME VALUE '%s' TO '%s';"
            .formatted(
                sql().name(operation.type()),
                operation.to().replace("'", "''"),
                operation.label().replace("'", "''")));
  }

  @Override
  default WayBack visit(ObjectOperation.CreateDomain operation) {
    return WayBack.by("DROP DOMAIN " + sql().name(operation.domain()) + ";");
  }

  @Override
  default WayBack visit(ObjectOperation.AlterDomain operation) {
    String domain = "ALTER DOMAIN " + sql().name(operation.domain()) + " ";
    return switch (operation.change()) {
      case SET_NOT_NULL -> WayBack.by(domain + "DROP NOT NULL;");
      case DROP_NOT_NULL -> WayBack.by(domain + "SET NOT NULL;");
      case VALIDATE_CONSTRAINT -> WayBack.NONE;
      case ADD_CONSTRAINT -> {
        Matcher named =
            Pattern.compile("(?i)CONSTRAINT\\s+(\"[^\"]+\"|[\\w$]+)").matcher(operation.text());
        yield named.find()
            ? WayBack.by(domain + "DROP CONSTRAINT " + named.group(1) + ";")
            : WayBack.lost("that the domain had no such constraint");
      }
      case RENAME_CONSTRAINT ->
          WayBack.by(
              "%sRENAME CONSTRAINT %s TO %s;"
                  .formatted(
                      domain,
                      sql().name(operation.to().orElseThrow()),
                      sql().name(operation.constraint().orElseThrow())));
      case DROP_CONSTRAINT, SET_DEFAULT, DROP_DEFAULT, OTHER ->
          WayBack.lost("the former rule of the domain: " + operation.text());
    };
  }

  @Override
  default WayBack visit(ObjectOperation.CreateTrigger operation) {
    String trigger = operation.trigger().name();
    String drop = "DROP TRIGGER " + sql().name(trigger) + " ON " + name(operation.table()) + ";";
    boolean existed =
        before()
            .findTable(operation.table())
            .filter(t -> t.triggers().contains(trigger))
            .isPresent();
    if (!existed) {
      return WayBack.by(drop);
    }
    return before()
        .findTrigger(operation.table(), trigger)
        .map(former -> WayBack.by(drop, sql().createTrigger(former)))
        .orElseGet(() -> WayBack.lost("the former trigger `" + trigger + "`"));
  }

  @Override
  default WayBack visit(ObjectOperation.DropTrigger operation) {
    boolean absent =
        operation.ifExists()
            && operation
                .table()
                .flatMap(t -> before().findTable(t))
                .filter(t -> !t.triggers().contains(operation.trigger()))
                .isPresent();
    return absent
        ? WayBack.NONE
        : operation
            .table()
            .flatMap(t -> before().findTrigger(t, operation.trigger()))
            .map(former -> WayBack.by(sql().createTrigger(former)))
            .orElseGet(() -> WayBack.lost("trigger `" + operation.trigger() + "`"));
  }

  @Override
  default WayBack visit(ObjectOperation.CreatePolicy operation) {
    if (!operation.text().stripLeading().regionMatches(true, 0, "CREATE", 0, 6)) {
      return WayBack.lost("the former policy `" + operation.policy() + "`");
    }
    String kind =
        operation.text().matches("(?is)CREATE\\s+(OR\\s+REPLACE\\s+)?RULE\\b.*")
            ? "RULE"
            : "POLICY";
    return WayBack.by(
        "DROP "
            + kind
            + " "
            + sql().name(operation.policy())
            + " ON "
            + name(operation.table())
            + ";");
  }

  @Override
  default WayBack visit(ObjectOperation.DropPolicy operation) {
    return WayBack.lost("policy `" + operation.policy() + "`");
  }

  @Override
  default WayBack visit(ObjectOperation.CreateRoutine operation) {
    String drop = "DROP " + operation.routineKind().name() + " " + sql().name(operation.routine());
    if (before().findRoutine(operation.routine()).isEmpty()) {
      return WayBack.by(drop + ";");
    }
    List<CreateRoutine> known = written(operation.routine());
    Optional<CreateRoutine> former = known.stream().filter(operation::replaces).findFirst();
    if (former.isPresent()) {
      return WayBack.by(Definitions.createOrReplace(former.get()));
    }
    return known.isEmpty() || known.stream().anyMatch(operation::mayReplace)
        ? WayBack.lost("the former body of `" + operation.routine() + "`")
        : WayBack.by(drop + "(" + String.join(", ", operation.arguments()) + ");");
  }

  @Override
  default WayBack visit(ObjectOperation.DropRoutine operation) {
    List<String> statements = new ArrayList<>();
    for (ObjectName routine : operation.routines()) {
      List<CreateRoutine> known = written(routine);
      boolean absent = operation.ifExists() && before().findRoutine(routine).isEmpty();
      if (!absent && known.size() != 1) {
        return WayBack.lost("the dropped routines");
      }
      known.forEach(former -> statements.add(Definitions.createOrReplace(former)));
    }
    return new WayBack(statements, operation.cascade() ? "what depends on the routines" : "");
  }

  /** MySQL has no CREATE OR REPLACE for them. */
  private List<CreateRoutine> written(ObjectName routine) {
    return before().dialect() == Dialect.POSTGRESQL ? before().routines(routine) : List.of();
  }

  @Override
  default WayBack visit(ObjectOperation.RenameObject operation) {
    return WayBack.by(
        "ALTER %s %s%s RENAME TO %s;"
            .formatted(
                keyword(operation.object()),
                sql().name(operation.name().renamed(operation.to())),
                operation.on().map(table -> " ON " + name(table)).orElse(""),
                sql().name(operation.name().name())));
  }

  @Override
  default WayBack visit(ObjectOperation.MoveToSchema operation) {
    return WayBack.by(
        "ALTER %s %s SET SCHEMA %s;"
            .formatted(
                keyword(operation.object()),
                sql().name(ObjectName.of(operation.schema(), operation.name().name())),
                sql().name(operation.name().schema().orElse("public"))));
  }

  private static String keyword(ObjectKind kind) {
    return kind.name().replace('_', ' ');
  }

  @Override
  default WayBack visit(ObjectOperation.CreateObject operation) {
    String name = sql().name(operation.name());
    return switch (operation.object()) {
      case SEQUENCE ->
          before().hasSequence(operation.name())
              ? WayBack.NONE
              : WayBack.by("DROP SEQUENCE " + name + ";");
      case SCHEMA ->
          before().hasSchema(operation.name().name())
              ? WayBack.NONE
              : WayBack.by("DROP SCHEMA " + name + ";");
      case EXTENSION ->
          operation.ifNotExists()
              ? WayBack.lost("whether the extension was there before; it stays")
              : WayBack.by("DROP EXTENSION " + name + ";");
      case COLLATION, STATISTICS, PUBLICATION, EVENT_TRIGGER, SERVER, ROLE ->
          operation.ifNotExists()
              ? WayBack.lost("whether it was there before; it stays")
              : WayBack.by("DROP " + keyword(operation.object()) + " " + name + ";");
      case TABLE,
          VIEW,
          MATERIALIZED_VIEW,
          INDEX,
          DATABASE,
          TYPE,
          DOMAIN,
          FUNCTION,
          PROCEDURE,
          AGGREGATE,
          OPERATOR,
          CAST,
          TRIGGER,
          RULE,
          POLICY,
          LANGUAGE,
          FOREIGN_TABLE,
          SUBSCRIPTION,
          TABLESPACE,
          TEXT_SEARCH,
          OTHER ->
          WayBack.lost("the new " + operation.object().words() + " stays");
    };
  }

  @Override
  default WayBack visit(ObjectOperation.AlterObject operation) {
    return WayBack.lost(
        "the former state of " + operation.object().words() + " `" + operation.name() + "`");
  }

  @Override
  default WayBack visit(ObjectOperation.DropObject operation) {
    List<String> statements = new ArrayList<>();
    for (ObjectName name : operation.names()) {
      boolean type =
          operation.object() == ObjectKind.TYPE || operation.object() == ObjectKind.DOMAIN;
      Optional<UserType> known = type ? before().findType(name) : Optional.empty();
      Optional<String> again = known.flatMap(sql()::createType);
      if (again.isEmpty()) {
        return type && known.isEmpty() && operation.ifExists()
            ? WayBack.NONE
            : WayBack.lost("the dropped " + operation.object().words() + " `" + name + "`");
      }
      statements.add(again.get());
    }
    return new WayBack(statements, "");
  }

  @Override
  default WayBack visit(ObjectOperation.SetComment operation) {
    Optional<Table> table = operation.table().flatMap(before()::findTable);
    Optional<Column> column =
        operation.column().flatMap(name -> table.flatMap(t -> t.findColumn(name)));
    if (column.isPresent()) {
      String former =
          sql()
              .comment(table.orElseThrow(), column.get(), column.get().name())
              .orElseGet(
                  () ->
                      "COMMENT ON COLUMN %s.%s IS NULL;"
                          .formatted(
                              name(operation.table().orElseThrow()),
                              sql().name(column.get().name())));
      return WayBack.by(former);
    }
    Matcher is =
        Pattern.compile("(?is)^(.*\\bIS)\\s+(?:[eE]?'|NULL\\b|\\$).*$")
            .matcher(operation.text().strip());
    return is.find()
        ? WayBack.by(is.group(1) + " NULL;").losing("the former comment, if there was one")
        : WayBack.lost("the former comment");
  }

  @Override
  default WayBack visit(ObjectOperation.ChangePrivileges operation) {
    String text = operation.text().strip();
    Matcher grant =
        Pattern.compile(
                "(?is)^GRANT\\s+(.+\\s)TO(\\s+(?:(?!WITH\\b).)+?)(\\s+WITH\\s+GRANT\\s+OPTION)?$")
            .matcher(text);
    return grant.matches()
        ? WayBack.by("REVOKE " + grant.group(1) + "FROM" + grant.group(2) + ";")
        : WayBack.lost("the former privileges");
  }
}
