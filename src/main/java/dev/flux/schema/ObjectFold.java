package dev.flux.schema;

import dev.flux.sql.Dialect;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What operations on triggers, routines, sequences, schemas and the rest do to a catalog. */
interface ObjectFold extends ObjectOperation.Visitor<CatalogEdit> {

  /** CREATE RULE. */
  Pattern RULE = Pattern.compile("(?is)^\\s*(?:create\\s+(?:or\\s+replace\\s+)?)?rule\\b");

  /** ALTER POLICY and ALTER RULE. */
  Pattern ALTER = Pattern.compile("(?is)^\\s*alter\\b");

  /** The table of CREATE STATISTICS. */
  Pattern FROM = Pattern.compile("(?is)\\bfrom\\s+" + Identifiers.NAME + "\\s*$");

  /** The server of CREATE FOREIGN TABLE. */
  Pattern SERVER = Pattern.compile("(?is)\\bserver\\s+(\"[^\"]+\"|\\w+)");

  /** The changes so far. */
  CatalogEdit edit();

  @Override
  default CatalogEdit visit(ObjectOperation.CreateTrigger operation) {
    CatalogEdit edit = edit();
    String name = operation.trigger().name();
    edit.write(texts -> texts.plus(written(operation)));
    attach(Attached.Kind.TRIGGER, name, operation.table(), operation.definition());
    if (edit.dialect == Dialect.SQLITE
        && edit.path.find(operation.table(), edit.views).isPresent()) {
      return edit;
    }
    edit.code(code -> code.plus(edit.known(operation.table()).name(), operation));
    return edit.change(
        operation.table(),
        t -> t.triggers().contains(name) ? t : t.withTriggers(Lists.plus(t.triggers(), name)));
  }

  private static WrittenObject written(ObjectOperation.CreateTrigger operation) {
    String name = operation.trigger().name();
    String sql =
        "CREATE TRIGGER "
            + Identifiers.quote(name, Dialect.SQLITE)
            + " "
            + operation.definition().strip();
    return new WrittenObject(WrittenObject.Kind.TRIGGER, name, operation.table().name(), sql);
  }

  @Override
  default CatalogEdit visit(ObjectOperation.DropTrigger operation) {
    String name = operation.trigger();
    edit().write(texts -> texts.without(WrittenObject.Kind.TRIGGER, name));
    if (operation.table().isPresent()) {
      detach(operation.table().get(), Attached.Kind.TRIGGER, name);
      return edit()
          .change(
              operation.table().get(),
              t -> t.withTriggers(Lists.without(t.triggers(), name::equals)));
    }
    return edit()
        .changeAll(
            t ->
                t.triggers().stream().anyMatch(name::equalsIgnoreCase)
                    ? t.withTriggers(Lists.without(t.triggers(), name::equalsIgnoreCase))
                    : t);
  }

  @Override
  default CatalogEdit visit(ObjectOperation.CreatePolicy operation) {
    boolean rule = RULE.matcher(operation.text()).find();
    return ALTER.matcher(operation.text()).find()
        ? edit()
        : attach(
            rule ? Attached.Kind.RULE : Attached.Kind.POLICY,
            operation.policy(),
            operation.table(),
            operation.text());
  }

  private static String folded(String name) {
    return name.startsWith("\"")
        ? name.substring(1, name.length() - 1)
        : name.toLowerCase(Locale.ROOT);
  }

  private CatalogEdit attach(Attached.Kind kind, String name, ObjectName relation, String text) {
    return attach(new Attached(kind, name, edit().resolve(relation), text));
  }

  private CatalogEdit attach(Attached made) {
    return edit().dialect == Dialect.POSTGRESQL ? edit().attach(made) : edit();
  }

  private CatalogEdit detach(ObjectName relation, Attached.Kind kind, String name) {
    return edit().detach(edit().resolve(relation), made -> made.is(kind, name));
  }

  @Override
  default CatalogEdit visit(ObjectOperation.DropPolicy operation) {
    detach(operation.table(), Attached.Kind.POLICY, operation.policy());
    return detach(operation.table(), Attached.Kind.RULE, operation.policy());
  }

  @Override
  default CatalogEdit visit(ObjectOperation.CreateRoutine operation) {
    CatalogEdit edit = edit();
    ObjectName name = edit.path.created(operation.routine());
    String declared = operation.volatility().orElse("volatile");
    boolean known = edit.routines.containsKey(name);
    edit.routine(name, operation, known);
    // Of several functions of one name the least well-behaved counts.
    String old = operation.orReplace() ? declared : edit.routines.getOrDefault(name, declared);
    edit.routines = edit.routines.plus(name, rank(old) > rank(declared) ? old : declared);
    return edit;
  }

  private static int rank(String volatility) {
    return List.of("immutable", "stable", "volatile").indexOf(volatility);
  }

  @Override
  default CatalogEdit visit(ObjectOperation.DropRoutine operation) {
    CatalogEdit edit = edit();
    for (ObjectName written : operation.routines()) {
      edit.path
          .find(written, edit.routines)
          .ifPresent(
              name -> {
                edit.routines = edit.routines.minus(name);
                edit.code = edit.code.without(name);
              });
    }
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.CreateObject operation) {
    CatalogEdit edit = edit();
    if (operation.object() == ObjectKind.SEQUENCE) {
      ObjectName name = edit.path.created(operation.name());
      edit.sequences =
          edit.sequences.containsKey(name) ? edit.sequences : edit.sequences.plus(name, name);
      Sequences.own(edit, operation.name(), operation.text());
    } else if (operation.object() == ObjectKind.SCHEMA) {
      edit.schemas = edit.schemas.plus(operation.name().name());
    } else if (operation.object() == ObjectKind.FOREIGN_TABLE) {
      Matcher server = SERVER.matcher(operation.text());
      if (server.find()) {
        attach(Attached.Kind.SERVER, folded(server.group(1)), operation.name(), operation.text());
      }
    } else if (operation.object() == ObjectKind.STATISTICS) {
      Matcher from = FROM.matcher(operation.text());
      if (from.find()) {
        attach(
            Attached.Kind.STATISTICS,
            operation.name().name(),
            Identifiers.name(from.group(1)),
            operation.text());
      }
    } else if (operation.object() == ObjectKind.PUBLICATION) {
      publish(operation.name().name(), operation.text());
    }
    return edit;
  }

  /** Notes the tables that a publication gets, or forgets those that it loses. */
  private void publish(String publication, String text) {
    if (Published.replaces(text)) {
      Removal.dropAttached(edit(), Attached.Kind.PUBLICATION, publication);
    }
    for (Published.Entry entry : Published.tables(text)) {
      if (Published.removes(text)) {
        detach(entry.table(), Attached.Kind.PUBLICATION, publication);
      } else {
        attach(Attached.Kind.PUBLICATION, publication, entry.table(), text);
      }
    }
  }

  @Override
  default CatalogEdit visit(ObjectOperation.AlterObject operation) {
    CatalogEdit edit = edit();
    if (operation.object() == ObjectKind.FUNCTION || operation.object() == ObjectKind.PROCEDURE) {
      edit.path
          .find(operation.name(), edit.routines)
          .ifPresent(name -> edit.code(code -> code.without(name)));
    } else if (operation.object() == ObjectKind.PUBLICATION) {
      publish(operation.name().name(), operation.text());
    } else if (operation.object() == ObjectKind.SEQUENCE) {
      Sequences.own(edit, operation.name(), operation.text());
    } else if (operation.object() == ObjectKind.TYPE) {
      edit.path
          .find(operation.name(), edit.types)
          .map(edit.types::get)
          .ifPresent(type -> edit.types = edit.types.plus(type.name(), type.altered()));
    }
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.DropObject operation) {
    return Removal.drop(edit(), operation);
  }

  @Override
  default CatalogEdit visit(ObjectOperation.SetComment operation) {
    CatalogEdit edit = edit();
    operation
        .table()
        .flatMap(edit::find)
        .ifPresent(
            table ->
                operation
                    .column()
                    .map(name -> table.changeColumn(name, c -> c.withComment(operation.comment())))
                    .ifPresent(edit::put));
    return edit;
  }

  @Override
  default CatalogEdit visit(ObjectOperation.ChangePrivileges operation) {
    for (ObjectName table : operation.tables()) {
      for (ColumnPrivileges.Said said : ColumnPrivileges.in(operation.text())) {
        attach(
            new Attached(
                Attached.Kind.PRIVILEGE,
                said.text(),
                edit().resolve(table),
                said.text(),
                Optional.of(said.column())));
      }
      if (ColumnPrivileges.revokesAll(operation.text())) {
        edit().detach(edit().resolve(table), made -> made.kind() == Attached.Kind.PRIVILEGE);
      }
    }
    return edit();
  }
}
