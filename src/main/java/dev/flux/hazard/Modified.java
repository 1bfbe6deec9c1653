package dev.flux.hazard;

import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation.ModifyColumn;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * MODIFY or CHANGE of a column whose old definition is known: what becomes different.
 *
 * @param key whether it is in the primary key, and so never NULL
 */
record Modified(ModifyColumn operation, Column old, boolean key) {
  private static final Pattern SAYS_NULL = Pattern.compile("(?is)(?<!not)\\s+null\\b.*");

  /** Empty for any other operation, and where the old definition is not known. */
  static Optional<Modified> of(ExaminedClause clause) {
    if (!(clause.operation() instanceof ModifyColumn modify) || clause.isNew(modify.table())) {
      return Optional.empty();
    }
    boolean key =
        clause
            .findTable(modify.table())
            .map(Table::primaryKey)
            .filter(columns -> columns.contains(modify.columnName()))
            .isPresent();
    return clause
        .findColumn(modify.table(), modify.columnName())
        .filter(column -> column.type().isPresent())
        .map(column -> new Modified(modify, column, key));
  }

  private ColumnDefinition now() {
    return operation.column();
  }

  /** In backticks, with its table. */
  String name() {
    return Words.column(operation.table(), operation.columnName());
  }

  SqlType oldType() {
    return old.type().orElseThrow();
  }

  SqlType newType() {
    return now().type().orElseThrow();
  }

  /** Whether the values are of another type, length or set of labels. */
  boolean retyped() {
    return !oldType().sameAs(newType())
        || !old.generated().map(g -> g.stored()).equals(now().generated().map(g -> g.stored()));
  }

  boolean becomesNotNull() {
    return !old.notNull() && now().notNull();
  }

  /** Whether it may be NULL from now on, and the author says so. */
  boolean becomesNullable() {
    return old.notNull() && !now().notNull() && !key && saysNull();
  }

  private boolean saysNull() {
    String text = " " + now().text().toLowerCase(Locale.ROOT).replaceAll("default\\s+null", "");
    return SAYS_NULL.matcher(text).find();
  }

  /** What the column has and the new definition does not repeat, in the words of SQL. */
  List<String> losses() {
    List<String> lost = new ArrayList<>();
    if (old.notNull() && !now().notNull() && !key && !saysNull()) {
      lost.add("NOT NULL");
    }
    if (old.defaultValue().isPresent() && now().defaultValue().isEmpty()) {
      lost.add("DEFAULT " + old.defaultValue().get().text());
    }
    if (old.autoIncrement() && !now().autoIncrement()) {
      lost.add("AUTO_INCREMENT");
    }
    lost(lost, "ON UPDATE", ColumnDefinition.Attributes::onUpdate);
    lost(lost, "COMMENT", ColumnDefinition.Attributes::comment);
    lost(lost, "the format", ColumnDefinition.Attributes::format);
    if (isText(oldType()) && isText(newType())) {
      lost(lost, "CHARACTER SET", ColumnDefinition.Attributes::charset);
      lost(lost, "COLLATE", ColumnDefinition.Attributes::collation);
    }
    return lost;
  }

  private void lost(
      List<String> lost,
      String what,
      java.util.function.Function<ColumnDefinition.Attributes, Optional<String>> part) {
    Predicate<String> said = value -> !value.isEmpty();
    if (part.apply(old.attributes()).filter(said).isPresent()
        && part.apply(now().attributes()).isEmpty()) {
      lost.add(what + " " + part.apply(old.attributes()).get());
    }
  }

  private static boolean isText(SqlType type) {
    return type.name().endsWith("char") || type.name().endsWith("text") || isLabels(type);
  }

  /** Whether it is an ENUM or a SET. */
  static boolean isLabels(SqlType type) {
    return type.name().equals("enum") || type.name().equals("set");
  }

  /** Labels that are gone. */
  List<String> removedLabels() {
    if (!isLabels(oldType()) || !oldType().name().equals(newType().name())) {
      return List.of();
    }
    return oldType().modifiers().stream()
        .filter(label -> !newType().modifiers().contains(label))
        .toList();
  }

  /** Whether labels stand in another place than before, none being gone. */
  boolean movesLabels() {
    if (!isLabels(oldType())
        || !oldType().name().equals(newType().name())
        || !removedLabels().isEmpty()) {
      return false;
    }
    List<String> before = oldType().modifiers();
    List<String> after = newType().modifiers();
    return !after.subList(0, before.size()).equals(before);
  }
}
