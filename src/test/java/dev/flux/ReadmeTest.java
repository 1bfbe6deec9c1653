package dev.flux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.config.ServerSetting;
import dev.flux.migration.Tool;
import dev.flux.migration.tool.Tools;
import dev.flux.webhook.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README promises is there. */
class ReadmeTest {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)\\)");

  private final String readme = read(Path.of("README.md"));

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError("the README is there", e);
    }
  }

  @Test
  void namesEverySetting() {
    for (ServerSetting setting : ServerSetting.values()) {
      assertThat(readme).as(setting.variable()).contains("`" + setting.key() + "`");
    }
  }

  @Test
  void namesEveryCommandOfAComment() {
    for (Command.Word word : Command.Word.values()) {
      assertThat(readme).contains("`/flux " + word.text() + "`");
    }
  }

  @Test
  void namesEveryTool() {
    for (Tool tool : Tools.all()) {
      assertThat(readme.toLowerCase(Locale.ROOT))
          .as(tool.id())
          .contains(tool.id().equals("sql") ? "plain sql" : tool.id().split("-", -1)[0]);
    }
  }

  @Test
  void linksToFilesThatExist() {
    Matcher links = LINK.matcher(readme);
    int found = 0;
    while (links.find()) {
      assertThat(Path.of(links.group(1))).exists();
      found++;
    }
    assertThat(found).isPositive();
  }

  @Test
  void continuousIntegrationRunsItsTwoCommands() {
    assertThat(readme).contains("```sh\n./flux demo --once\nmvn -B verify\n```");
    assertThat(read(Path.of(".ci/run"))).endsWith("./flux demo --once\nmvn -B verify\n");
  }
}
