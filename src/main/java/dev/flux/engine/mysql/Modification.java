package dev.flux.engine.mysql;

import dev.flux.engine.Impact;
import dev.flux.schema.Column;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.ColumnOperation.ModifyColumn;
import dev.flux.sql.Constraint;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** MODIFY and CHANGE: the new definition of a column beside the old one, aspect by aspect. */
record Modification(ColumnDdl scene, TableTraits traits, Column old, ModifyColumn operation) {

  Optional<Impact> impact() {
    ColumnDefinition column = operation.column();
    Way way = name().and(value()).and(place()).and(nulls()).and(numbering());
    boolean builds = false;
    for (Constraint constraint : column.constraints()) {
      way = way.and(inline(constraint));
      builds |= constraint.kind() == Constraint.Kind.UNIQUE || isNewKey(constraint);
    }
    return scene.altering(operation.table(), way, builds, List.of(), assumptions());
  }

  /** How many bytes a character takes decides where a text grows. */
  private List<String> assumptions() {
    TextRules rules = rules();
    boolean named =
        old.attributes().charset().isPresent() || old.attributes().collation().isPresent();
    ValueChange.Kind kind = change(rules).kind();
    boolean grows = kind == ValueChange.Kind.WIDER || kind == ValueChange.Kind.WIDER_LENGTH;
    return grows && rules.assumed() && !named
        ? List.of("The character set is assumed to be utf8mb4, since the table names none.")
        : List.of();
  }

  /** What the table says as the statement finds it. */
  private TextRules rules() {
    TableTraits found = scene.first(operation.table());
    return TextRules.of(found.table().isPresent() ? found : traits);
  }

  private ValueChange change(TextRules rules) {
    TextRules after = TextRules.of(traits, scene.together());
    return new ValueChange(old, operation.column(), rules, after, server());
  }

  private Server server() {
    return scene.server();
  }

  /** What is written about the column, and no row. */
  private Way metadata() {
    return Way.METADATA.orInstant(server().changesMetadataAtOnce());
  }

  private Way name() {
    return old.name().equals(operation.column().name())
        ? metadata()
        : scene.renamed(traits, old.name());
  }

  private Way value() {
    ColumnDefinition column = operation.column();
    if (old.generated().isEmpty() && column.generated().isEmpty()) {
      return type();
    }
    if (old.generated().isEmpty() || column.generated().isEmpty()) {
      return Way.COPY;
    }
    boolean same =
        plain(old.generated().get().expression().text())
            .equals(plain(column.generated().get().expression().text()));
    boolean stored = old.generated().get().stored();
    boolean moved = stored != column.generated().get().stored();
    boolean rereads = server().mariadb() && !stored && traits.indexed(old.name());
    if (moved
        || rereads
        || (stored && server().mariadb())
        || (!same && (stored || !server().mariadb()))) {
      return Way.COPY;
    }
    return type();
  }

  private static String plain(String expression) {
    return expression.replaceAll("[\\s`()]", "").toLowerCase(Locale.ROOT);
  }

  private Way type() {
    if (changesFormat()) {
      return Way.COPY;
    }
    TextRules rules = rules();
    boolean indexed = traits.indexed(old.name());
    ValueChange.Kind kind = change(rules).kind();
    if (kind != ValueChange.Kind.NONE && !traits.innodb()) {
      return Way.COPY;
    }
    return switch (kind) {
      case NONE -> metadata();
      // MySQL calls it INPLACE, MariaDB INSTANT; no row is touched.
      case WIDER -> server().mariadb() ? metadata() : Way.METADATA;
      case WIDER_LENGTH -> server().mariadb() && widensLength(rules) ? metadata() : Way.COPY;
      case COLLATION -> collation(indexed);
      case SUPERSET -> server().mariadb() ? metadata() : indexed ? Way.COPY : Way.METADATA;
      case BYTES -> server().mariadb() || indexed ? Way.COPY : Way.METADATA;
      case OTHER -> Way.COPY;
    };
  }

  /** COMPRESSED either way, and an SRID that the values are held to. */
  private boolean changesFormat() {
    Optional<String> now = operation.column().attributes().format();
    Optional<String> was = old.attributes().format();
    return !was.equals(now) && (now.isPresent() || !was.get().startsWith("SRID"));
  }

  /** A length of one byte has room for two where it is at most 127 (MariaDB 10.4, MDEV-15563). */
  private boolean widensLength(TextRules rules) {
    return traits.redundant() || rules.bytes(old.type().orElseThrow(), old.attributes()) <= 127;
  }

  private Way collation(boolean indexed) {
    if (!indexed) {
      return server().mariadb() ? metadata() : Way.METADATA;
    }
    return server().mariadb() ? Conversion.reordered(traits, old) : Way.COPY;
  }

  private Way place() {
    Optional<ColumnOperation.Position> position = operation.position();
    if (position.isEmpty()) {
      return metadata();
    }
    int now = traits.place(old.name());
    int wanted = position.get().after().map(after -> traits.place(after) + 1).orElse(0);
    if (wanted == now) {
      return metadata();
    }
    Way way = Way.REBUILD.orInstant(reordersAtOnce() && scene.movesAtOnce(traits));
    return new VirtualColumns(scene).moved(traits, way);
  }

  /** MySQL gives rows another order of columns only with another set of them. */
  private boolean reordersAtOnce() {
    boolean company = scene.addsStored() || scene.dropsStored();
    return server().reordersAtOnce() || (company && server().addsAndDropsAtOnce());
  }

  private Way nulls() {
    boolean key = traits.table().filter(t -> t.primaryKey().contains(old.name())).isPresent();
    boolean notNull = operation.column().notNull() || key;
    if (old.notNull() == notNull) {
      return metadata();
    }
    if (traits.clusteredBy().contains(old.name())) {
      return Way.COPY;
    }
    if (!server().mariadb()) {
      return Way.REBUILD;
    }
    if (!notNull && traits.redundant()) {
      return metadata();
    }
    return notNull && traits.computesForRows() ? Way.COPY : Way.REBUILD;
  }

  private Way numbering() {
    if (old.autoIncrement() == operation.column().autoIncrement()) {
      return metadata();
    }
    if (operation.column().autoIncrement()) {
      return Way.LOCKED_COPY;
    }
    return server().mariadb() ? metadata() : Way.COPY;
  }

  private boolean isNewKey(Constraint constraint) {
    return constraint.kind() == Constraint.Kind.PRIMARY_KEY && !traits.hasPrimaryKey();
  }

  private Way inline(Constraint constraint) {
    return switch (constraint.kind()) {
      case PRIMARY_KEY ->
          isNewKey(constraint) ? scene.firstPrimaryKey(traits, List.of(old.name())) : metadata();
      case UNIQUE -> Way.METADATA;
      case CHECK ->
          server().mariadb() || !server().checks() || ColumnDdl.notEnforced(constraint)
              ? metadata()
              : Way.COPY;
      case FOREIGN_KEY, EXCLUSION, NOT_NULL -> metadata();
    };
  }
}
