package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;
import static dev.flux.engine.LockMode.ACCESS_SHARE;
import static dev.flux.engine.LockMode.SHARE_ROW_EXCLUSIVE;
import static dev.flux.engine.LockMode.SHARE_UPDATE_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Attached;
import dev.flux.schema.Published;
import dev.flux.schema.Table;
import dev.flux.schema.UserType;
import dev.flux.schema.View;
import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectName;
import dev.flux.sql.ObjectOperation;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Facts about triggers, policies, routines and objects that hold no rows. */
interface ObjectImpacts extends ObjectOperation.Visitor<Optional<ImpactDraft>>, Dependents {
  /** Kinds whose new name or schema locks the relation itself. */
  Set<ObjectKind> RELATIONS =
      EnumSet.of(
          ObjectKind.TABLE,
          ObjectKind.FOREIGN_TABLE,
          ObjectKind.VIEW,
          ObjectKind.MATERIALIZED_VIEW);

  /** The table of CREATE STATISTICS. */
  Pattern FROM = Pattern.compile("(?is)\\bfrom\\s+" + Identifiers.NAME + "\\s*$");

  /** ALTER TYPE of a composite type. */
  Pattern ATTRIBUTE = Pattern.compile("(?is)\\battribute\\b");

  /** An attribute gets another type. */
  Pattern RETYPED = Pattern.compile("(?is)\\balter\\s+attribute\\b");

  /** The other table of a constraint trigger. */
  Pattern FROM_TABLE = Pattern.compile("(?is)\\bfrom\\s+" + Identifiers.NAME);

  /** Privileges of tables to come. */
  Pattern DEFAULTS = Pattern.compile("(?is)^\\s*(?:alter\\s+)?default\\s+privileges\\b");

  /** The table of ALTER SEQUENCE … OWNED BY. */
  Pattern OWNED_BY =
      Pattern.compile("(?is)\\bowned\\s+by\\s+" + Identifiers.NAME + "\\s*\\.\\s*[\\w$\"]+");

  /** Storage parameters. */
  Pattern MOVED =
      Pattern.compile(
          "(?is)\\bset\\s+(?:tablespace\\s+(?!pg_default\\b)"
              + "|access\\s+method\\s+(?!(?:heap|default)\\b))");

  Pattern PARAMETERS =
      Pattern.compile(
          "(?is)\\b(?:re)?set\\s*\\(|\\bset\\s+statistics\\b|\\bcluster\\s+on\\b"
              + "|\\bset\\s+without\\s+cluster\\b");

  /** COMMENT ON what lives with its table, and does not lock it against other changes. */
  Pattern PART =
      Pattern.compile("(?is)^\\s*(?:comment\\s+on\\s+)?(?:constraint|trigger|policy|rule)\\b");

  /** Kinds that the server creates and drops outside transactions only. */
  Set<ObjectKind> CLUSTER_WIDE = EnumSet.of(ObjectKind.DATABASE, ObjectKind.TABLESPACE);

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.CreateTrigger operation) {
    if (operation.orReplace() && !version().atLeast(14)) {
      return Optional.empty();
    }
    ImpactDraft draft =
        draft("PostgreSQL manual, CREATE TRIGGER; measured")
            .lock(operation.table(), SHARE_ROW_EXCLUSIVE);
    Matcher from = FROM_TABLE.matcher(operation.definition());
    if (operation.constraint() && from.find()) {
      draft.lock(Identifiers.name(from.group(1)), ACCESS_SHARE);
    }
    // Partitions get a copy of a row trigger; heirs do not.
    return Optional.of(
        FOR_ROWS.matcher(operation.definition()).find()
            ? draft.lock(partitions(operation.table()), SHARE_ROW_EXCLUSIVE)
            : draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.DropTrigger operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DROP TRIGGER; measured");
    boolean missing =
        operation.ifExists()
            && !before().mayHide(ObjectKind.TRIGGER)
            && operation
                .table()
                .flatMap(before()::findTable)
                .filter(Table::complete)
                .filter(table -> !table.triggers().contains(operation.trigger()))
                .isPresent();
    operation
        .table()
        .filter(table -> !missing && !(operation.ifExists() && before().isMissing(table)))
        .ifPresent(table -> draft.lock(partitions(table), ACCESS_EXCLUSIVE));
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.CreatePolicy operation) {
    ImpactDraft draft =
        draft("PostgreSQL manual, CREATE POLICY and CREATE RULE; measured")
            .lock(operation.table(), ACCESS_EXCLUSIVE);
    Embedded.actions(operation.text()).ifPresent(actions -> Embedded.lockNamed(draft, actions));
    Embedded.lockConditionOf(draft, operation.text());
    Embedded.lockConditions(draft, operation.text());
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.DropPolicy operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DROP POLICY and DROP RULE; measured");
    boolean missing =
        operation.ifExists()
            && !before().mayHide(ObjectKind.POLICY)
            && !before().mayHide(ObjectKind.RULE)
            && isKnownWhole(operation.table())
            && before().attachedTo(operation.table()).stream()
                .noneMatch(made -> made.name().equals(operation.policy()));
    boolean passed = missing || (operation.ifExists() && before().isMissing(operation.table()));
    return Optional.of(passed ? draft : draft.lock(operation.table(), ACCESS_EXCLUSIVE));
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.CreateRoutine operation) {
    if (Grammar.since(operation) > version().major()) {
      return Optional.empty();
    }
    ImpactDraft draft = draft("PostgreSQL manual, CREATE FUNCTION; measured");
    if (operation.language().equals("sql")) {
      ImpactDraft named = new ImpactDraft(RoutineScope.of(operation, before()), "");
      operation.body().ifPresent(body -> Embedded.lockBody(named, body));
      draft.with(named);
    }
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.DropRoutine operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DROP FUNCTION; measured");
    for (ObjectName routine : operation.cascade() ? operation.routines() : List.<ObjectName>of()) {
      dropFunction(draft, routine);
      if (before().findRoutine(routine).isEmpty()) {
        draft.assume(
            "What depends on the function is not known; CASCADE drops it too, under ACCESS"
                + " EXCLUSIVE on its table.");
      }
    }
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.RenameObject operation) {
    ImpactDraft draft = draft("PostgreSQL manual, ALTER " + title(operation.object()));
    if (RELATIONS.contains(operation.object())) {
      draft.lock(operation.name(), ACCESS_EXCLUSIVE);
    }
    boolean copies = operation.object() == ObjectKind.TRIGGER && version().atLeast(15);
    operation
        .on()
        .map(table -> copies ? partitions(table) : List.of(table))
        .ifPresent(tables -> draft.lock(tables, ACCESS_EXCLUSIVE));
    return Optional.of(draft);
  }

  private static String title(ObjectKind kind) {
    return kind.words().toUpperCase(Locale.ROOT);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.MoveToSchema operation) {
    ImpactDraft draft = draft("PostgreSQL manual, ALTER " + title(operation.object()));
    if (RELATIONS.contains(operation.object())) {
      draft.lock(operation.name(), ACCESS_EXCLUSIVE);
    }
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.CreateObject operation) {
    if (Grammar.sinceCreate(operation) > version().major()) {
      return Optional.empty();
    }
    ImpactDraft draft = draft("PostgreSQL manual, CREATE " + title(operation.object()));
    if (operation.object() == ObjectKind.STATISTICS) {
      Matcher from = FROM.matcher(operation.text());
      if (from.find()) {
        draft.lock(Identifiers.name(from.group(1)), SHARE_UPDATE_EXCLUSIVE);
      }
    } else if (operation.object() == ObjectKind.SEQUENCE) {
      lockOwner(draft, operation.text());
    } else if (operation.object() == ObjectKind.PUBLICATION) {
      published(draft, operation.text());
    }
    return Optional.of(CLUSTER_WIDE.contains(operation.object()) ? draft.outsideOnly() : draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.AlterObject operation) {
    ImpactDraft draft = draft("PostgreSQL manual, ALTER " + title(operation.object()));
    if (operation.object() == ObjectKind.SEQUENCE) {
      lockOwner(draft, operation.text());
    } else if (operation.object() == ObjectKind.PUBLICATION) {
      published(draft, operation.text());
      if (Published.replaces(operation.text())) {
        replaced(draft, operation.name().name());
      }
    } else if (operation.object() == ObjectKind.TYPE) {
      alterTyped(draft, operation);
    }
    boolean parameters =
        operation.object() == ObjectKind.MATERIALIZED_VIEW
            && PARAMETERS.matcher(operation.text()).find();
    if (Grammar.sinceAlter(operation) > version().major()) {
      return Optional.empty();
    }
    if (operation.object() == ObjectKind.MATERIALIZED_VIEW
        && MOVED.matcher(operation.text()).find()) {
      draft.rewrite(List.of(operation.name()));
    }
    return Optional.of(
        RELATIONS.contains(operation.object())
            ? draft.lock(operation.name(), parameters ? SHARE_UPDATE_EXCLUSIVE : ACCESS_EXCLUSIVE)
            : draft);
  }

  /** Tables OF a composite type follow it. */
  private void alterTyped(ImpactDraft draft, ObjectOperation.AlterObject operation) {
    boolean rewrites = RETYPED.matcher(operation.text()).find();
    before().attached(Attached.Kind.OF_TYPE).stream()
        .filter(made -> made.name().equals(operation.name().name()))
        .filter(made -> ATTRIBUTE.matcher(operation.text()).find())
        .forEach(
            made -> {
              draft.lock(tree(made.relation()), ACCESS_EXCLUSIVE);
              draft.rewrite(rewrites ? storageOf(made.relation()) : List.of());
              draft.build(rewrites ? indexedOf(made.relation()) : List.of());
            });
  }

  private static void lockOwner(ImpactDraft draft, String text) {
    Matcher owner = OWNED_BY.matcher(text);
    if (owner.find()) {
      draft.lock(Identifiers.name(owner.group(1)), ACCESS_SHARE);
    }
  }

  /** The tables that a publication gets or loses, with heirs unless ONLY is said. */
  private void published(ImpactDraft draft, String text) {
    for (Published.Entry entry : Published.tables(text)) {
      draft.lock(entry.table(), SHARE_UPDATE_EXCLUSIVE);
      if (!entry.only()) {
        draft.lock(heirs(entry.table()), SHARE_UPDATE_EXCLUSIVE);
      }
    }
  }

  /** The tables that a publication had so far. */
  private void replaced(ImpactDraft draft, String publication) {
    List<ObjectName> old =
        before().attached(Attached.Kind.PUBLICATION).stream()
            .filter(made -> made.name().equals(publication))
            .map(Attached::relation)
            .toList();
    draft.lock(old, SHARE_UPDATE_EXCLUSIVE);
    if (old.isEmpty()) {
      draft.assume("Which tables the publication has so far is not known; they are locked too.");
    }
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.DropObject operation) {
    ImpactDraft draft = draft("PostgreSQL manual, DROP " + title(operation.object()));
    for (ObjectName name : operation.names()) {
      switch (operation.object()) {
        case TYPE, DOMAIN -> dropType(draft, name, operation.cascade());
        case SCHEMA -> dropSchema(draft, name.name(), operation.cascade());
        case FOREIGN_TABLE -> draft.lock(name, ACCESS_EXCLUSIVE);
        case SEQUENCE -> dropSequence(draft, name, operation.cascade());
        case STATISTICS -> dropStatistics(draft, name);
        case SERVER -> {
          if (operation.cascade()) {
            dropServer(draft, name);
          }
        }
        case EXTENSION -> {
          if (operation.cascade() && !dropExtension(draft, name.name())) {
            dropOther(draft, operation);
          }
        }
        default -> dropOther(draft, operation);
      }
    }
    return Optional.of(CLUSTER_WIDE.contains(operation.object()) ? draft.outsideOnly() : draft);
  }

  private void dropStatistics(ImpactDraft draft, ObjectName name) {
    if (!version().atLeast(12)) {
      return;
    }
    before().attached(Attached.Kind.STATISTICS).stream()
        .filter(made -> made.name().equals(name.name()))
        .forEach(made -> draft.lock(made.relation(), SHARE_UPDATE_EXCLUSIVE));
  }

  private void dropType(ImpactDraft draft, ObjectName name, boolean cascade) {
    if (!cascade) {
      return;
    }
    Optional<UserType> type = before().findType(name);
    if (type.isEmpty()) {
      draft.assume("Which columns have the type `" + name + "` is not known; CASCADE drops them.");
    }
    List<Table> users = type.map(t -> Domains.using(t, before())).orElse(List.of());
    for (Table table : users) {
      draft.lock(table.name(), ACCESS_EXCLUSIVE);
      table.columns().stream()
          .filter(
              column ->
                  column
                      .type()
                      .filter(t -> type.filter(w -> Domains.isKin(t, w, before())).isPresent())
                      .isPresent())
          .forEach(column -> lockReadersOf(draft, table.name(), column.name()));
    }
  }

  /** Columns that take their default from the sequence lose it. */
  private void dropSequence(ImpactDraft draft, ObjectName sequence, boolean cascade) {
    if (!cascade) {
      return;
    }
    if (!before().hasSequence(sequence)) {
      draft.assume("Which columns use the sequence `" + sequence + "` is not known.");
    }
    before().findTableOfSequence(sequence).ifPresent(table -> draft.lock(table, ACCESS_EXCLUSIVE));
    Pattern named = Pattern.compile("(?i)nextval.*\\b" + Pattern.quote(sequence.name()) + "\\b.*");
    before().tables().stream()
        .filter(
            table ->
                table.columns().stream()
                    .flatMap(column -> column.defaultValue().stream())
                    .anyMatch(value -> named.matcher(value.text()).find()))
        .forEach(table -> draft.lock(table.name(), ACCESS_EXCLUSIVE));
  }

  /** What is in the schema goes, and what depends on it elsewhere. */
  private void dropSchema(ImpactDraft draft, String schema, boolean cascade) {
    if (!cascade) {
      return;
    }
    for (Table table : before().tables()) {
      if (isIn(table.name(), schema)) {
        draft.lock(table.name(), ACCESS_EXCLUSIVE);
        draft.lock(Setting.referenced(table.constraints()), ACCESS_EXCLUSIVE);
        before()
            .referencing(table.name())
            .forEach(child -> draft.lock(child.name(), ACCESS_EXCLUSIVE));
        lockReaders(draft, table.name());
      }
    }
    before().views().stream()
        .map(View::name)
        .filter(view -> isIn(view, schema))
        .forEach(
            view -> {
              draft.lock(view, ACCESS_EXCLUSIVE);
              lockReaders(draft, view);
            });
    before().types().stream()
        .map(UserType::name)
        .filter(type -> isIn(type, schema))
        .forEach(type -> dropType(draft, type, true));
    before().routines().stream()
        .filter(routine -> isIn(routine, schema))
        .forEach(routine -> dropFunction(draft, routine));
    before().sequences().stream()
        .filter(sequence -> isIn(sequence, schema))
        .forEach(sequence -> dropSequence(draft, sequence, true));
  }

  private static boolean isIn(ObjectName name, String schema) {
    return name.schema().orElse("public").equals(schema);
  }

  private static void dropOther(ImpactDraft draft, ObjectOperation.DropObject operation) {
    if (operation.cascade()) {
      draft.assume(
          "What depends on the "
              + operation.object().words()
              + " is not known; CASCADE drops it too, under ACCESS EXCLUSIVE on its table.");
    }
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.SetComment operation) {
    ImpactDraft draft = draft("PostgreSQL manual, COMMENT; measured");
    boolean part = PART.matcher(operation.text()).find();
    operation
        .table()
        .ifPresent(table -> draft.lock(table, part ? ACCESS_SHARE : SHARE_UPDATE_EXCLUSIVE));
    return Optional.of(draft);
  }

  @Override
  default Optional<ImpactDraft> visit(ObjectOperation.ChangePrivileges operation) {
    ImpactDraft draft = draft("PostgreSQL manual, GRANT; measured");
    boolean onTables = version().atLeast(18) && !DEFAULTS.matcher(operation.text()).find();
    return Optional.of(onTables ? draft.lock(operation.tables(), ACCESS_SHARE) : draft);
  }
}
