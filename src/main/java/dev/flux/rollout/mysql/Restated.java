package dev.flux.rollout.mysql;

import dev.flux.rollout.Situation;
import dev.flux.rollout.Step;
import dev.flux.schema.Column;
import dev.flux.schema.Table;
import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnDefinition.Attributes;
import dev.flux.sql.ColumnOperation.ModifyColumn;
import dev.flux.sql.Expression;
import dev.flux.sql.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What MODIFY or CHANGE makes of a column where everything stays that it does not speak of; the
 * server takes its definition for the whole (MySQL 8.0 manual, 15.1.9 ALTER TABLE, Renaming,
 * Redefining, and Reordering Columns).
 *
 * @param old as it is
 * @param written the new definition
 */
record Restated(Column old, ColumnDefinition written, boolean key) {
  private static final Pattern SAYS_NULL = Pattern.compile("(?is).*(?<!not)\\s+null\\b.*");
  private static final Pattern SAYS_DEFAULT_NULL =
      Pattern.compile("(?is).*\\bdefault\\s+null\\b.*");

  /** Empty where the old definition is not known, or the column is computed. */
  static Optional<Restated> of(ModifyColumn modify, Optional<Table> table) {
    boolean key = table.filter(t -> t.primaryKey().contains(modify.columnName())).isPresent();
    return table
        .flatMap(t -> t.findColumn(modify.columnName()))
        .filter(column -> column.type().isPresent() && modify.column().type().isPresent())
        .filter(c -> c.generated().isEmpty() && modify.column().generated().isEmpty())
        .map(column -> new Restated(column, modify.column(), key));
  }

  /** The column in the end. */
  Column column() {
    return column(written.type().orElseThrow());
  }

  /** The same with another type. */
  Column column(SqlType type) {
    return new Column(
        written.name(),
        Optional.of(type),
        written.notNull() || key || (old.notNull() && !saysNull()),
        defaultValue(),
        Optional.empty(),
        written.autoIncrement() || old.autoIncrement(),
        attributes());
  }

  private boolean saysNull() {
    String text = written.text().toLowerCase(Locale.ROOT).replaceAll("default\\s+null", "");
    return SAYS_NULL.matcher(text).matches();
  }

  private Optional<Expression> defaultValue() {
    boolean given =
        written.defaultValue().isPresent() || SAYS_DEFAULT_NULL.matcher(written.text()).matches();
    return given || !defaultFits()
        ? written.defaultValue().filter(value -> !value.text().strip().equalsIgnoreCase("null"))
        : old.defaultValue();
  }

  /** What it keeps although its new definition leaves it out, as people call it. */
  List<String> kept() {
    Column now = column();
    List<String> kept = new ArrayList<>();
    if (now.notNull() && !written.notNull() && !key) {
      kept.add("NOT NULL");
    }
    if (now.defaultValue().isPresent() && written.defaultValue().isEmpty()) {
      kept.add("DEFAULT");
    }
    if (now.autoIncrement() && !written.autoIncrement()) {
      kept.add("AUTO_INCREMENT");
    }
    if (!now.attributes().equals(written.attributes())) {
      kept.add("what else the new definition does not name");
    }
    return kept;
  }

  /** That it keeps something; empty where the new definition names it all. */
  Optional<Step.Difference> difference(Situation situation, ModifyColumn modify) {
    List<String> kept = kept();
    return kept.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Step.Difference(
                Step.Difference.Unlike.ATTRIBUTES,
                situation.sql(modify.table()),
                modify.columnName(),
                "",
                "`%s` of `%s` keeps %s, which the change leaves out."
                    .formatted(modify.columnName(), modify.table(), String.join(" and ", kept))));
  }

  /** A default of another kind of values is no default any more. */
  private boolean defaultFits() {
    return old.type().orElseThrow().name().equals(written.type().orElseThrow().name())
        || (isText(old.type().get()) && isText(written.type().get()));
  }

  /** Whether something goes although nothing says so, since it does not fit. */
  boolean losesDefault() {
    return old.defaultValue().isPresent() && defaultValue().isEmpty();
  }

  private static boolean isText(SqlType type) {
    return type.name().endsWith("char");
  }

  private Attributes attributes() {
    Attributes said = written.attributes();
    Attributes was = old.attributes();
    boolean text =
        carriesText(old.type().orElseThrow()) && carriesText(written.type().orElseThrow());
    boolean rules = text && said.charset().isEmpty() && said.collation().isEmpty();
    return new Attributes(
        rules ? was.charset() : said.charset(),
        rules ? was.collation() : said.collation(),
        said.comment().or(was::comment),
        said.onUpdate().or(was::onUpdate),
        said.invisible() || was.invisible(),
        said.identity(),
        said.format().or(was::format));
  }

  private static boolean carriesText(SqlType type) {
    return isText(type)
        || type.name().endsWith("text")
        || type.name().equals("enum")
        || type.name().equals("set");
  }
}
