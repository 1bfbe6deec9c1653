package dev.flux.engine.postgresql;

import static dev.flux.engine.LockMode.ACCESS_EXCLUSIVE;

import dev.flux.engine.ImpactDraft;
import dev.flux.schema.Attached;
import dev.flux.schema.Column;
import dev.flux.schema.Index;
import dev.flux.schema.Table;
import dev.flux.schema.View;
import dev.flux.sql.Expression;
import dev.flux.sql.ObjectName;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What DROP … CASCADE of a function, an extension or a server takes along, as far as known. */
interface Dependents extends TableReaders {
  /** Types that extensions bring along. */
  Map<String, Set<String>> TYPES =
      Map.of(
          "citext", Set.of("citext"),
          "hstore", Set.of("hstore"),
          "ltree", Set.of("ltree", "lquery", "ltxtquery"),
          "cube", Set.of("cube"),
          "seg", Set.of("seg"),
          "postgis", Set.of("geometry", "geography", "box2d", "box3d"),
          "postgis_raster", Set.of("raster"),
          "vector", Set.of("vector", "halfvec", "sparsevec"));

  /** Functions and classes of operators that extensions bring along, by their names' beginnings. */
  Map<String, String> NAMES =
      Map.of(
          "uuid-ossp", "uuid_(?:generate|ns|nil)\\w*",
          "pgcrypto", "(?:crypt|gen_salt|gen_random_bytes|digest|hmac|pgp_\\w+|armor|dearmor)",
          "pg_trgm", "(?:gin_trgm_ops|gist_trgm_ops|similarity|word_similarity|show_trgm)",
          "intarray", "(?:gin__int_ops|gist__int\\w*_ops|icount|idx|uniq)",
          "unaccent", "unaccent");

  /** Types that an index of method gist can have without btree_gist. */
  Pattern GIST =
      Pattern.compile(
          "(?i).*(?:range|box|circle|polygon|point|tsvector|tsquery|tree|geometry|geography|cube"
              + "|vector|hstore).*");

  /** Triggers, indexes, defaults, constraints, policies and views that call the function. */
  default void dropFunction(ImpactDraft draft, ObjectName function) {
    Pattern call = Pattern.compile("(?is).*" + named(function) + "\"?\\s*\\(.*");
    dropCalls(draft, call);
    Stream.of(Attached.Kind.TRIGGER, Attached.Kind.POLICY, Attached.Kind.RULE)
        .flatMap(kind -> before().attached(kind).stream())
        .filter(made -> call.matcher(made.text()).matches())
        .forEach(made -> draft.lock(partitions(made.relation()), ACCESS_EXCLUSIVE));
    for (View view : before().views()) {
      if (call.matcher(view.query()).matches()) {
        draft.lock(view.name(), ACCESS_EXCLUSIVE);
        lockReaders(draft, view.name());
      }
    }
  }

  /** Its name with its schema, or without one where no other function is called so. */
  private String named(ObjectName function) {
    String name = Pattern.quote(function.name());
    boolean other =
        before().routines().stream()
            .filter(routine -> routine.name().equals(function.name()))
            .anyMatch(routine -> !schema(routine).equals(schema(function)));
    return function
        .schema()
        .map(schema -> "\\b" + Pattern.quote(schema) + "\"?\\s*\\.\\s*\"?" + name)
        .map(full -> other ? full : "(?:" + full + "|(?<![.\\w])\"?" + name + ")")
        .orElse("\\b" + name);
  }

  private static String schema(ObjectName name) {
    return name.schema().orElse("public");
  }

  private void dropCalls(ImpactDraft draft, Pattern words) {
    before().tables().stream()
        .filter(table -> texts(table).anyMatch(text -> words.matcher(text).matches()))
        .forEach(table -> draft.lock(table.name(), ACCESS_EXCLUSIVE));
  }

  private static Stream<String> texts(Table table) {
    Stream<Expression> values =
        table.columns().stream()
            .flatMap(
                column ->
                    Stream.concat(
                        column.defaultValue().stream(),
                        column.generated().map(g -> g.expression()).stream()));
    return Stream.of(
            values.map(Expression::text),
            table.constraints().stream().map(c -> c.definition().definition()),
            table.indexes().stream().map(Index::definition))
        .flatMap(texts -> texts);
  }

  /** Whether what the extension brings along is known. */
  default boolean dropExtension(ImpactDraft draft, String extension) {
    Set<String> types = TYPES.getOrDefault(extension, Set.of());
    for (Table table : types.isEmpty() ? Set.<Table>of() : before().tables()) {
      for (Column column : table.columns()) {
        if (column.type().filter(type -> types.contains(type.name())).isPresent()) {
          draft.lock(table.name(), ACCESS_EXCLUSIVE);
          lockReadersOf(draft, table.name(), column.name());
        }
      }
    }
    if (NAMES.containsKey(extension)) {
      dropCalls(draft, Pattern.compile("(?is).*\\b" + NAMES.get(extension) + "\\b.*"));
    }
    if (extension.equals("btree_gist")) {
      before().tables().stream()
          .filter(table -> table.indexes().stream().anyMatch(index -> sorts(table, index)))
          .forEach(table -> draft.lock(table.name(), ACCESS_EXCLUSIVE));
    }
    if (extension.endsWith("_fdw")) {
      before()
          .attached(Attached.Kind.SERVER)
          .forEach(made -> draft.lock(made.relation(), ACCESS_EXCLUSIVE));
    }
    return !types.isEmpty()
        || NAMES.containsKey(extension)
        || extension.equals("btree_gist")
        || extension.endsWith("_fdw");
  }

  /** Whether it keeps plain values in the manner of gist. */
  private static boolean sorts(Table table, Index index) {
    return index.method().equals("gist")
        && index.columns().stream()
            .flatMap(name -> table.findColumn(name).flatMap(Column::type).stream())
            .anyMatch(type -> !GIST.matcher(type.name()).matches());
  }

  /** The foreign tables of a server. */
  default void dropServer(ImpactDraft draft, ObjectName server) {
    before().attached(Attached.Kind.SERVER).stream()
        .filter(made -> made.name().equals(server.name()))
        .forEach(
            made -> {
              draft.lock(made.relation(), ACCESS_EXCLUSIVE);
              lockReaders(draft, made.relation());
            });
  }
}
