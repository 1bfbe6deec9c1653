package dev.flux.config;

import dev.flux.config.RepositorySettings.Allowed;
import dev.flux.config.RepositorySettings.Backfill;
import dev.flux.config.RepositorySettings.Directory;
import dev.flux.config.RepositorySettings.FailOn;
import dev.flux.config.RepositorySettings.Level;
import dev.flux.config.RepositorySettings.Problem;
import dev.flux.config.RepositorySettings.TableSize;
import dev.flux.config.RepositorySettings.Vocabulary;
import dev.flux.config.RepositorySettings.Weight;
import dev.flux.config.YamlNode.Entry;
import dev.flux.config.YamlNode.Kind;
import dev.flux.engine.EngineVersion;
import dev.flux.sql.Dialect;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads {@code flux.yml} strictly: whatever it does not know is a problem with its line. */
final class RepositorySettingsReader {
  private static final List<String> KEYS =
      List.of(
          "directories",
          "severities",
          "tables",
          "lock_timeout",
          "fail_on",
          "ignore",
          "allow",
          "stats",
          "backfill",
          "dual_write");
  private static final List<String> ENGINES = Stream.of(Dialect.values()).map(Dialect::id).toList();
  private static final int LONGEST = 60;
  private static final Pattern SIZE =
      Pattern.compile("(\\d[\\d_]{0,17})\\s*([kmgt]?)i?b?", Pattern.CASE_INSENSITIVE);
  private static final Pattern DURATION = Pattern.compile("[1-9]\\d*\\s*(?:ms|s|min)?|true");

  private final String text;
  private final Vocabulary vocabulary;
  private final List<Directory> directories = new ArrayList<>();
  private final List<Weight> severities = new ArrayList<>();
  private final List<TableSize> tables = new ArrayList<>();
  private final List<PathPattern> ignored = new ArrayList<>();
  private final List<Allowed> allowed = new ArrayList<>();
  private final List<Backfill> backfills = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private boolean lockTimeout;
  private boolean syncTriggers;
  private Optional<FailOn> failOn = Optional.empty();
  private Optional<String> statistics = Optional.empty();

  RepositorySettingsReader(String text, Vocabulary vocabulary) {
    this.text = text;
    this.vocabulary = vocabulary;
  }

  RepositorySettings read() {
    try {
      for (Entry entry : mapping(YamlNode.read(text), "settings", KEYS)) {
        setting(entry);
      }
    } catch (YamlNode.Malformed e) {
      problem(e.line(), String.valueOf(e.getMessage()));
    }
    return new RepositorySettings(
        directories,
        severities,
        tables,
        lockTimeout,
        failOn,
        ignored,
        allowed,
        statistics,
        backfills,
        syncTriggers,
        problems);
  }

  private void setting(Entry entry) {
    switch (entry.key()) {
      case "directories" -> mapping(entry.value(), "a directory's path").forEach(this::directory);
      case "severities" -> mapping(entry.value(), "a hazard's id").forEach(this::severity);
      case "tables" -> mapping(entry.value(), "a table's name").forEach(this::table);
      case "lock_timeout" -> lockTimeout = isTimeout(entry);
      case "fail_on" ->
          failOn = word(entry, FailOn::id, FailOn.values(), "severity from which on checks fail");
      case "ignore" -> texts(entry).forEach(path -> ignored.add(new PathPattern(path)));
      case "allow" -> allowances(entry);
      case "stats" -> statistics = text(entry);
      case "backfill" -> mapping(entry.value(), "a column's name").forEach(this::backfill);
      case "dual_write" ->
          syncTriggers =
              known(entry, List.of("application", "trigger"), "way to write twice")
                  .filter("trigger"::equals)
                  .isPresent();
      default -> throw new IllegalStateException("unread: " + entry.key());
    }
  }

  private void directory(Entry entry) {
    Map<String, Entry> keys = keys(entry, List.of("engine", "version", "tool"));
    Optional<String> engine = known(keys.get("engine"), ENGINES, "engine");
    Optional<String> tool = known(keys.get("tool"), vocabulary.tools(), "tool");
    Entry said = keys.get("version");
    Optional<String> version = text(said);
    if (said != null && version.isPresent() && EngineVersion.parse(version.get()).isEmpty()) {
      problem(said.line(), quoted(version.get()) + " is no version, such as 16");
      version = Optional.empty();
    }
    directories.add(new Directory(new PathPattern(entry.key()), engine, version, tool));
  }

  private void severity(Entry entry) {
    if (!isHazard(entry.key(), entry.line())) {
      return;
    }
    if (entry.value().kind() != Kind.MAPPING) {
      level(entry).ifPresent(l -> severities.add(new Weight(entry.key(), everywhere(), l)));
      return;
    }
    for (Entry path : entry.value().entries()) {
      PathPattern pattern = new PathPattern(path.key());
      level(path).ifPresent(l -> severities.add(new Weight(entry.key(), pattern, l)));
    }
  }

  private static PathPattern everywhere() {
    return new PathPattern("**");
  }

  private Optional<Level> level(Entry entry) {
    return word(entry, Level::id, Level.values(), "severity");
  }

  private void table(Entry entry) {
    Map<String, Entry> keys = keys(entry, List.of("rows", "bytes", "small"));
    Optional<String> small = known(keys.get("small"), List.of("true", "false"), "answer");
    OptionalLong rows = size(keys.get("rows"), false);
    OptionalLong bytes = size(keys.get("bytes"), true);
    tables.add(new TableSize(entry.key(), small.filter("true"::equals).isPresent(), rows, bytes));
  }

  private void backfill(Entry entry) {
    text(entry).ifPresent(sql -> backfills.add(new Backfill(entry.key(), sql, entry.line())));
  }

  private OptionalLong size(@Nullable Entry entry, boolean units) {
    Optional<String> text = text(entry);
    if (entry == null || text.isEmpty()) {
      return OptionalLong.empty();
    }
    Matcher size = SIZE.matcher(text.get());
    if (!size.matches() || (!units && !text.get().matches("[\\d_]+"))) {
      String like = units ? "such as 8GB" : "such as 200";
      problem(entry.line(), quoted(text.get()) + " is no number of " + entry.key() + ", " + like);
      return OptionalLong.empty();
    }
    int power = "kmgt".indexOf(size.group(2).toLowerCase(Locale.ROOT)) + 1;
    long number = Long.parseLong(size.group(1).replace("_", ""));
    double bytes = number * Math.pow(1024, size.group(2).isEmpty() ? 0 : power);
    return OptionalLong.of((long) Math.min(bytes, Long.MAX_VALUE));
  }

  private boolean isTimeout(Entry entry) {
    Optional<String> text = text(entry);
    if (text.isPresent() && !DURATION.matcher(text.get()).matches()) {
      problem(entry.line(), quoted(text.get()) + " is no time to wait, such as 5s");
      return false;
    }
    return text.isPresent();
  }

  private void allowances(Entry entry) {
    if (entry.value().kind() != Kind.SEQUENCE) {
      problem(entry.line(), "`allow` takes a list, each item with a dash before it");
      return;
    }
    for (YamlNode item : entry.value().items()) {
      allowance(new Entry("allow", item.line(), item));
    }
  }

  private void allowance(Entry entry) {
    Map<String, Entry> keys = keys(entry, List.of("hazard", "path", "reason", "expires"));
    List<String> hazards = new ArrayList<>();
    Entry named = keys.get("hazard");
    if (named == null) {
      problem(entry.line(), "an item of `allow` names no `hazard`");
    } else {
      texts(named).stream().filter(id -> isHazard(id, named.line())).forEach(hazards::add);
    }
    Optional<String> reason = text(keys.get("reason"));
    if (reason.isEmpty()) {
      problem(entry.line(), "an item of `allow` gives no `reason`");
    }
    Entry last = keys.get("expires");
    Optional<LocalDate> expires = last == null ? Optional.empty() : date(last);
    boolean dated = last == null || expires.isPresent();
    if (!hazards.isEmpty() && reason.isPresent() && dated) {
      Optional<PathPattern> path = text(keys.get("path")).map(PathPattern::new);
      boolean anywhere = path.isPresent() || !keys.containsKey("path");
      if (anywhere) {
        allowed.add(new Allowed(hazards, path, reason.get(), expires, entry.line()));
      }
    }
  }

  private Optional<LocalDate> date(Entry entry) {
    Optional<String> text = text(entry);
    try {
      return text.map(LocalDate::parse);
    } catch (DateTimeException e) {
      problem(entry.line(), quoted(text.orElse("")) + " is no date such as 2027-01-31");
      return Optional.empty();
    }
  }

  private boolean isHazard(String id, int line) {
    boolean known = vocabulary.hazards().contains(id);
    if (!known) {
      problem(line, "no hazard is named " + quoted(id) + meant(id, vocabulary.hazards()));
    }
    return known;
  }

  private <T extends Enum<T>> Optional<T> word(
      Entry entry, Function<T, String> id, T[] values, String what) {
    List<String> known = Arrays.stream(values).map(id).toList();
    return known(entry, known, what)
        .flatMap(w -> Arrays.stream(values).filter(v -> id.apply(v).equals(w)).findFirst());
  }

  private Optional<String> known(@Nullable Entry entry, Collection<String> known, String what) {
    Optional<String> text = text(entry);
    if (entry == null || text.isEmpty() || known.contains(text.get())) {
      return text;
    }
    List<String> sorted = known.stream().sorted().toList();
    String list = " (it is one of " + String.join(", ", sorted) + ")";
    String near = meant(text.get(), known);
    problem(
        entry.line(),
        quoted(text.get())
            + " is no "
            + what
            + " that Flux knows"
            + (near.isEmpty() ? list : near));
    return Optional.empty();
  }

  private Optional<String> text(@Nullable Entry entry) {
    if (entry == null) {
      return Optional.empty();
    }
    if (entry.value().kind() != Kind.SCALAR) {
      problem(entry.line(), quoted(entry.key()) + " takes one value");
      return Optional.empty();
    }
    return Optional.of(entry.value().text());
  }

  /** One text, or a list of them. */
  private List<String> texts(Entry entry) {
    if (entry.value().kind() != Kind.SEQUENCE) {
      return text(entry).stream().toList();
    }
    return entry.value().items().stream()
        .flatMap(item -> text(new Entry(entry.key(), item.line(), item)).stream())
        .toList();
  }

  private Map<String, Entry> keys(Entry entry, List<String> known) {
    Map<String, Entry> keys = new HashMap<>();
    mapping(entry.value(), "keys", known).forEach(each -> keys.put(each.key(), each));
    return keys;
  }

  private List<Entry> mapping(YamlNode node, String what) {
    if (node.kind() != Kind.MAPPING && node.kind() != Kind.NOTHING) {
      problem(node.line(), "Flux expects " + what + " here, as `key: value`");
    }
    return node.entries();
  }

  private List<Entry> mapping(YamlNode node, String what, List<String> known) {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : mapping(node, what)) {
      if (known.contains(entry.key())) {
        entries.add(entry);
      } else {
        String near = meant(entry.key(), known);
        String list = " (there are " + String.join(", ", known) + ")";
        problem(
            entry.line(),
            "no setting is named " + quoted(entry.key()) + (near.isEmpty() ? list : near));
      }
    }
    return entries;
  }

  private static String meant(String name, Collection<String> known) {
    return Spelling.nearest(name, known)
        .map(near -> " (did you mean " + quoted(near) + "?)")
        .orElse("");
  }

  private static String quoted(String name) {
    return "`" + name.replace('`', '\'') + "`";
  }

  private void problem(int line, String cause) {
    String said = text.lines().skip(line - 1L).findFirst().orElse("").strip().replace('`', '\'');
    String shown = said.length() > LONGEST ? said.substring(0, LONGEST) + "…" : said;
    problems.add(new Problem(line, shown, cause));
  }
}
