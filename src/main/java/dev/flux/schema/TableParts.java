package dev.flux.schema;

import dev.flux.sql.Constraint;
import dev.flux.sql.Dialect;
import dev.flux.sql.IndexOperation.CreateIndex;
import dev.flux.sql.ObjectName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Adds constraints and indexes to a table under the names that the engine gives them. */
record TableParts(CatalogEdit edit) {
  private static final Pattern CALL =
      Pattern.compile("\\(*(?:\\w+\\.)?(\\w+)\\s*\\(.*", Pattern.DOTALL);
  private static final Pattern PLAIN = Pattern.compile("\\(*(\\w+)\\)*(?:::.*)?\\)*");
  private static final Pattern WORD = Pattern.compile("\"([^\"]+)\"|\\w+");

  /** How MySQL and MariaDB hide an index. */
  static final Pattern HIDDEN = Pattern.compile("(?i)\\binvisible\\b|(?<!not )\\bignored\\b");

  /** How PostgreSQL 18 and MySQL 8.0.16 keep a rule that no row must keep. */
  private static final Pattern NOT_ENFORCED = Pattern.compile("(?i)\\bnot\\s+enforced\\b");

  private static final Pattern NO_INHERIT = Pattern.compile("(?i)\\bno\\s+inherit\\b");

  /**
   * Whether a table below another one gets this constraint of it: heirs have no keys of it, and
   * nothing that is said to be its alone.
   */
  static boolean passesOn(Constraint constraint, Table below) {
    return switch (constraint.kind()) {
      case CHECK, NOT_NULL -> !NO_INHERIT.matcher(constraint.definition()).find();
      case PRIMARY_KEY, UNIQUE, EXCLUSION, FOREIGN_KEY -> below.partitionOf().isPresent();
    };
  }

  /** The table with the constraint, its index and what it makes of its columns. */
  Table add(Table table, Constraint written) {
    Constraint constraint = resolved(table, written);
    Optional<Index> adopted = written.usingIndex().flatMap(table::findIndex);
    String name =
        constraint
            .name()
            .or(() -> adopted.map(index -> index.name().name()))
            .orElseGet(() -> madeUp(table, constraint));
    Constraint definition =
        adopted.isPresent() ? Constraints.on(constraint, adopted.get().columns()) : constraint;
    boolean holds = !constraint.notValid() && !NOT_ENFORCED.matcher(constraint.definition()).find();
    Table bigger = table.plus(new TableConstraint(name, definition, holds));
    return switch (constraint.kind()) {
      case PRIMARY_KEY ->
          edit.dialect == Dialect.SQLITE
              ? sqliteKey(bigger, definition, name)
              : notNull(indexed(bigger, definition, name, adopted), definition.columns());
      case UNIQUE, EXCLUSION -> indexed(bigger, definition, name, adopted);
      case NOT_NULL -> constraint.notValid() ? bigger : notNull(bigger, definition.columns());
      case FOREIGN_KEY -> mysql() ? withKeyIndex(bigger, definition, name) : bigger;
      case CHECK -> bigger;
    };
  }

  /**
   * One INTEGER column is the rowid itself, with no index and no NULL; any other key of SQLite
   * takes NULL ("CREATE TABLE", 3.5 The PRIMARY KEY, 5 ROWIDs and the INTEGER PRIMARY KEY).
   */
  private Table sqliteKey(Table table, Constraint key, String name) {
    boolean rowid =
        key.columns().size() == 1
            && table
                .findColumn(key.columns().get(0))
                .flatMap(Column::type)
                .filter(type -> type.text().equalsIgnoreCase("integer"))
                .isPresent();
    return rowid ? notNull(table, key.columns()) : indexed(table, key, name, Optional.empty());
  }

  private boolean mysql() {
    return edit.dialect == Dialect.MYSQL || edit.dialect == Dialect.MARIADB;
  }

  /** With the names that the catalog uses, and of a CHECK only names that are columns. */
  private Constraint resolved(Table table, Constraint c) {
    List<String> written = Lists.map(c.columns(), table::spelled);
    List<String> columns =
        c.kind() == Constraint.Kind.CHECK && table.complete()
            ? Lists.without(written, name -> table.findColumn(name).isEmpty())
            : written;
    Optional<Constraint.Reference> reference =
        c.reference()
            .map(
                r ->
                    new Constraint.Reference(
                        edit.path
                            .find(r.table(), edit.tables)
                            .orElseGet(() -> edit.path.created(r.table())),
                        Lists.map(r.columns(), edit.known(r.table())::spelled),
                        r.actions()));
    return new Constraint(
        c.kind(),
        c.name(),
        new ArrayList<>(new LinkedHashSet<>(columns)),
        c.check(),
        reference,
        c.usingIndex(),
        c.notValid(),
        c.definition());
  }

  private static Table notNull(Table table, List<String> columns) {
    Table changed = table;
    for (String column : columns) {
      changed = changed.changeColumn(column, c -> c.withNotNull(true));
    }
    return changed;
  }

  private Table indexed(Table table, Constraint constraint, String name, Optional<Index> adopted) {
    ObjectName indexName = edit.path.in(SearchPath.schemaOf(table.name()), name);
    Index index =
        adopted
            .map(old -> old.named(indexName).ownedBy(name))
            .orElseGet(
                () ->
                    Index.ofConstraint(
                        indexName,
                        constraint.columns(),
                        constraint.kind() != Constraint.Kind.EXCLUSION));
    Table without = adopted.map(old -> table.withoutIndex(old.name().name())).orElse(table);
    return without.plus(index);
  }

  /** MySQL gives a foreign key an index where none begins with its columns. */
  private static Table withKeyIndex(Table table, Constraint key, String name) {
    int length = key.columns().size();
    boolean served =
        table.indexes().stream()
            .anyMatch(
                index ->
                    index.columns().size() >= length
                        && index.columns().subList(0, length).equals(key.columns()));
    return served
        ? table
        : table.plus(
            new Index(
                ObjectName.of(name),
                key.columns(),
                Set.copyOf(key.columns()),
                false,
                true,
                "btree",
                Optional.empty(),
                Optional.empty(),
                table.name().name() + " (" + String.join(", ", key.columns()) + ")",
                true));
  }

  private String madeUp(Table table, Constraint constraint) {
    Constraint.Kind kind = constraint.kind();
    if (edit.dialect == Dialect.SQLITE) {
      return kind == Constraint.Kind.UNIQUE || kind == Constraint.Kind.PRIMARY_KEY
          ? "sqlite_autoindex_" + table.name().name() + "_" + (table.indexes().size() + 1)
          : "";
    }
    if (mysql()) {
      return GeneratedNames.mysql(
          table.name().name(), constraint.columns(), kind, name -> inTable(table, name));
    }
    List<String> middle =
        switch (kind) {
          case PRIMARY_KEY -> List.of();
          case CHECK -> constraint.columns().size() == 1 ? constraint.columns() : List.of();
          case UNIQUE, FOREIGN_KEY, EXCLUSION, NOT_NULL -> constraint.columns();
        };
    return GeneratedNames.postgresql(
        table.name().name(), middle, GeneratedNames.label(kind), taken(table));
  }

  private static boolean inTable(Table table, String name) {
    return table.findIndex(name).isPresent() || table.findConstraint(name).isPresent();
  }

  private Predicate<String> taken(Table table) {
    String schema = SearchPath.schemaOf(table.name());
    return name -> {
      ObjectName full = edit.path.in(schema, name);
      return inTable(table, name)
          || edit.constraintNames.containsKey(full)
          || edit.relationExists(full);
    };
  }

  /** The table with the index; unchanged where IF NOT EXISTS finds one of its name. */
  Table add(Table table, CreateIndex written) {
    List<String> columns =
        written.elements().stream()
            .flatMap(element -> element.column().stream())
            .map(table::spelled)
            .toList();
    String schema = SearchPath.schemaOf(table.name());
    String name = written.index().map(ObjectName::name).orElseGet(() -> madeUp(table, written));
    ObjectName full = mysql() ? ObjectName.of(name) : edit.path.in(schema, name);
    boolean exists = mysql() ? table.findIndex(name).isPresent() : edit.relationExists(full);
    if (exists && (written.ifNotExists() || table.findIndex(name).isPresent())) {
      return table;
    }
    return table.plus(
        new Index(
            full,
            columns,
            uses(table, written),
            written.unique(),
            columns.size() == written.elements().size() && written.where().isEmpty(),
            written.method(),
            written.where(),
            Optional.empty(),
            written.definition(),
            !HIDDEN.matcher(written.definition()).find()));
  }

  /** The table with an index like one of another table, under a name of its own. */
  Table copy(Table table, Index index) {
    String name =
        GeneratedNames.postgresql(table.name().name(), index.columns(), "idx", taken(table));
    ObjectName full = edit.path.in(SearchPath.schemaOf(table.name()), name);
    return table.plus(index.named(full));
  }

  static CreateIndex unnamed(CreateIndex written) {
    return new CreateIndex(
        Optional.empty(),
        written.table(),
        written.unique(),
        written.concurrently(),
        written.ifNotExists(),
        written.only(),
        written.method(),
        written.elements(),
        written.include(),
        written.where(),
        written.definition());
  }

  private static Set<String> uses(Table table, CreateIndex written) {
    Set<String> uses = new HashSet<>(written.include());
    for (CreateIndex.Element element : written.elements()) {
      element.column().ifPresentOrElse(uses::add, () -> uses.addAll(element.expression().names()));
    }
    written.where().ifPresent(where -> uses.addAll(where.names()));
    if (table.complete()) {
      uses.removeIf(name -> table.findColumn(name).isEmpty());
    }
    return uses.stream().map(table::spelled).collect(Collectors.toSet());
  }

  private String madeUp(Table table, CreateIndex written) {
    List<String> middle = new ArrayList<>();
    for (CreateIndex.Element element : written.elements()) {
      String base = element.column().orElseGet(() -> title(element.expression().text()));
      String name = base;
      for (int number = 1; middle.contains(name); number++) {
        name = base + number;
      }
      middle.add(name);
    }
    middle.addAll(written.include());
    return mysql()
        ? GeneratedNames.mysqlIndex(middle, name -> inTable(table, name))
        : GeneratedNames.postgresql(table.name().name(), middle, "idx", taken(table));
  }

  /** What PostgreSQL calls the column of an expression. */
  private static String title(String expression) {
    String text = expression.strip();
    Matcher plain = PLAIN.matcher(text);
    if (plain.matches() && WORD.matcher(plain.group(1)).matches()) {
      return plain.group(1);
    }
    Matcher call = CALL.matcher(text);
    return call.matches() && closesAtEnd(text) ? call.group(1) : "expr";
  }

  /** Whether the call is the whole expression: no operator stands behind its parenthesis. */
  private static boolean closesAtEnd(String text) {
    int start = 0;
    while (text.charAt(start) == '(') {
      start++;
    }
    int depth = 0;
    for (int i = text.indexOf('(', start); i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        String rest = text.substring(i + 1).strip();
        return rest.startsWith("::") || rest.chars().allMatch(r -> r == ')');
      }
    }
    return false;
  }
}
