package dev.flux.config;

import dev.flux.config.RepositorySettings.TableSize;
import dev.flux.config.YamlNode.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The file that {@code flux stats} writes: how much each table holds, and no data.
 *
 * @param source the file, for people
 */
public record TableStatistics(String source, List<TableSize> tables) {
  /** Where it lies, from the repository's top, unless the settings say otherwise. */
  public static final String FILE = "flux-stats.json";

  /** Where there is none. */
  public static final TableStatistics NONE = new TableStatistics("", List.of());

  public TableStatistics {
    tables = List.copyOf(tables);
  }

  /** Reads a file; empty where it is none that {@code flux stats} writes. */
  public static Optional<TableStatistics> read(String source, String json) {
    try {
      YamlNode root = YamlNode.read(json); // JSON is YAML
      List<TableSize> tables = new ArrayList<>();
      for (YamlNode table : find(root, "tables").map(YamlNode::items).orElse(List.of())) {
        find(table, "name")
            .ifPresent(
                name ->
                    tables.add(
                        new TableSize(
                            name.text(), false, number(table, "rows"), number(table, "bytes"))));
      }
      return find(root, "tables").isPresent()
          ? Optional.of(new TableStatistics(source, tables))
          : Optional.empty();
    } catch (YamlNode.Malformed | NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<YamlNode> find(YamlNode node, String key) {
    return node.entries().stream()
        .filter(entry -> entry.key().equals(key))
        .map(Entry::value)
        .findFirst();
  }

  private static OptionalLong number(YamlNode table, String key) {
    Optional<YamlNode> value = find(table, key).filter(node -> !node.text().isEmpty());
    return value.isPresent()
        ? OptionalLong.of(Long.parseLong(value.get().text()))
        : OptionalLong.empty();
  }
}
