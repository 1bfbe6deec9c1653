package dev.flux.rollout;

import dev.flux.schema.Table;
import dev.flux.sql.ObjectName;
import dev.flux.sql.TableOperation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Ways back of operations on whole tables. */
public interface UndoTables extends TableOperation.Visitor<WayBack>, UndoContext {

  @Override
  default WayBack visit(TableOperation.CreateTable operation) {
    return before().findTable(operation.table()).isPresent() || operation.temporary()
        ? WayBack.NONE
        : WayBack.by("DROP TABLE " + sql().name(after().resolve(operation.table())) + ";");
  }

  @Override
  default WayBack visit(TableOperation.DropTable operation) {
    List<String> statements = new ArrayList<>();
    for (ObjectName table : operation.tables()) {
      Optional<Table> known = before().findTable(table);
      if (known.isEmpty() && operation.ifExists()) {
        continue;
      }
      Optional<String> again = known.flatMap(t -> sql().createTable(t));
      if (again.isEmpty()) {
        return WayBack.lost("table `" + table + "`, whose definition is not in the history");
      }
      statements.add(again.get());
    }
    return new WayBack(statements, statements.isEmpty() ? "" : "the rows of the dropped tables");
  }

  @Override
  default WayBack visit(TableOperation.RenameTable operation) {
    ObjectName from = before().resolve(operation.table());
    return WayBack.by(
        "ALTER TABLE "
            + sql().name(from.renamed(operation.to()))
            + " RENAME TO "
            + sql().name(from.name())
            + ";");
  }

  @Override
  default WayBack visit(TableOperation.TruncateTable operation) {
    return WayBack.lost("the rows of the emptied tables");
  }

  @Override
  default WayBack visit(TableOperation.RewriteTable operation) {
    String table = operation.table().map(this::name).orElse("");
    return switch (operation.cause()) {
      case SET_LOGGED -> WayBack.by("ALTER TABLE " + table + " SET UNLOGGED;");
      case SET_UNLOGGED -> WayBack.by("ALTER TABLE " + table + " SET LOGGED;");
      case VACUUM_FULL, CLUSTER, OPTIMIZE, FORCE -> WayBack.NONE;
      case SET_TABLESPACE, SET_ACCESS_METHOD, ENGINE, CONVERT_CHARSET, ROW_FORMAT, ORDER_BY ->
          WayBack.lost("the former setting of the table, which the history does not tell");
    };
  }

  @Override
  default WayBack visit(TableOperation.SetTableOption operation) {
    String text = operation.text().strip();
    String action =
        switch (operation.option()) {
          case ROW_SECURITY -> opposite(text, "NO FORCE", "FORCE", "DISABLE", "ENABLE");
          case TRIGGER_STATE, RULE_STATE -> opposite(text, "DISABLE", "ENABLE");
          case INHERIT -> opposite(text, "NO INHERIT", "INHERIT");
          case STORAGE_PARAMETERS ->
              text.matches("(?is)SET\\s*\\(.*\\)")
                  ? "RESET " + text.substring(3).replaceAll("\\s*=\\s*[^,)]+", "")
                  : "";
          case REPLICA_IDENTITY -> "REPLICA IDENTITY DEFAULT";
          case CLUSTER_ON -> "SET WITHOUT CLUSTER";
          case OWNER,
              OF_TYPE,
              TABLESPACE,
              COMMENT,
              AUTO_INCREMENT,
              CHARSET,
              KEYS,
              VERSIONING,
              OTHER ->
              "";
        };
    return action.isEmpty()
        ? WayBack.lost("the former setting, which the history does not tell: " + text)
        : WayBack.by(alter(operation.table(), action));
  }

  /** The action with the first word that it begins with replaced by its opposite. */
  private static String opposite(String text, String... pairs) {
    String plain = text.replaceAll("\\s+", " ");
    for (int i = 0; i < pairs.length; i += 2) {
      if (plain.regionMatches(true, 0, pairs[i], 0, pairs[i].length())) {
        return pairs[i + 1] + plain.substring(pairs[i].length());
      }
      if (plain.regionMatches(true, 0, pairs[i + 1], 0, pairs[i + 1].length())) {
        return pairs[i] + plain.substring(pairs[i + 1].length());
      }
    }
    return "";
  }

  @Override
  default WayBack visit(TableOperation.AttachPartition operation) {
    return WayBack.by(alter(operation.parent(), "DETACH PARTITION " + name(operation.partition())));
  }

  @Override
  default WayBack visit(TableOperation.DetachPartition operation) {
    return before()
        .findTable(operation.partition())
        .flatMap(table -> table.storage().bounds())
        .map(
            bounds ->
                WayBack.by(
                    alter(
                        operation.parent(),
                        "ATTACH PARTITION " + name(operation.partition()) + " " + bounds)))
        .orElseGet(
            () ->
                WayBack.lost(
                    "the bounds of the partition, which ATTACH PARTITION must state again"));
  }

  @Override
  default WayBack visit(TableOperation.ChooseAlgorithm operation) {
    return WayBack.by();
  }

  @Override
  default WayBack visit(TableOperation.ChangePartitions operation) {
    return WayBack.lost("the former partitions, which the history does not tell");
  }
}
