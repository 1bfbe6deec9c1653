package dev.flux.config;

import dev.flux.config.ServerSettingsFile.Entry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The texts of the settings, read as what they mean; one that means nothing becomes a problem.
 * Values are quoted only where they cannot be secret.
 */
final class SettingValues {
  private static final Pattern SIZE = Pattern.compile("(\\d{1,12})\\s*(B|KB|MB|GB)?");

  private final Map<ServerSetting, Entry> entries = new EnumMap<>(ServerSetting.class);
  private final List<String> problems;

  SettingValues(List<String> problems) {
    this.problems = problems;
  }

  void take(Map<ServerSetting, Entry> all) {
    entries.putAll(all);
  }

  boolean isSet(ServerSetting setting) {
    return entries.containsKey(setting);
  }

  /** Where the setting is made, or could be: file and line, or the variable. */
  String place(ServerSetting setting) {
    return entry(setting).map(Entry::place).orElse(setting.variable());
  }

  /** Several values: a list in the file, or separated by commas. */
  List<String> texts(ServerSetting setting) {
    return entry(setting).stream()
        .flatMap(entry -> entry.values().stream())
        .flatMap(value -> Arrays.stream(value.split(",", -1)))
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  Optional<String> text(ServerSetting setting) {
    Optional<Entry> entry = entry(setting);
    if (entry.isPresent() && entry.get().values().size() > 1) {
      problems.add(entry.get().place() + ": `" + setting.key() + "` takes one value, not a list.");
    }
    return entry.map(e -> e.values().get(0));
  }

  Optional<Path> path(ServerSetting setting) {
    try {
      return text(setting).map(Path::of);
    } catch (InvalidPathException e) {
      problems.add(place(setting) + ": not a path: " + e.getReason());
      return Optional.empty();
    }
  }

  OptionalLong number(ServerSetting setting, long least, long most) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    if (text.get().startsWith("tcp://")) {
      problems.add(
          place(setting)
              + " is an address that Kubernetes sets for a service named flux. Give the pod"
              + " enableServiceLinks: false, or the service another name.");
      return OptionalLong.empty();
    }
    try {
      long number = Long.parseLong(text.get());
      if (least <= number && number <= most) {
        return OptionalLong.of(number);
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for everything that is not such a number.
    }
    problems.add(
        most == Long.MAX_VALUE
            ? "%s: `%s` must be a whole number from %d on, not `%s`."
                .formatted(place(setting), setting.key(), least, text.get())
            : "%s: `%s` must be a whole number from %d to %d, not `%s`."
                .formatted(place(setting), setting.key(), least, most, text.get()));
    return OptionalLong.empty();
  }

  /** Bytes: a number, with B, KB, MB or GB behind it where it counts 1,024 of the smaller. */
  Optional<Long> size(ServerSetting setting) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Matcher size = SIZE.matcher(text.get().toUpperCase(Locale.ROOT));
    if (!size.matches() || Long.parseLong(size.group(1)) == 0) {
      problems.add(
          "%s: `%s` must be a size such as 26MB, not `%s`."
              .formatted(place(setting), setting.key(), text.get()));
      return Optional.empty();
    }
    int steps = size.group(2) == null ? 0 : List.of("B", "KB", "MB", "GB").indexOf(size.group(2));
    return Optional.of(Long.parseLong(size.group(1)) << (10 * steps));
  }

  /** An http or https address, without a slash at its end. */
  Optional<URI> address(ServerSetting setting) {
    Optional<String> text = text(setting);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI address = new URI(text.get().replaceAll("/+$", ""));
      boolean web = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      if (web
          && address.getHost() != null
          && address.getRawUserInfo() == null
          && address.getRawQuery() == null
          && address.getRawFragment() == null) {
        return Optional.of(address);
      }
    } catch (URISyntaxException e) {
      // Falls through to the one message for everything that is not such an address.
    }
    problems.add(
        "%s: `%s` must be an address such as https://example.org, with no user name, password or query in it."
            .formatted(place(setting), setting.key()));
    return Optional.empty();
  }

  private Optional<Entry> entry(ServerSetting setting) {
    return Optional.ofNullable(entries.get(setting));
  }
}
