package dev.flux.review;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A headed list of the summary of which as much is shown as there is room for; the rest is folded.
 *
 * @param heading Markdown on one line
 * @param items Markdown, each of the same number of lines
 * @param rest Markdown of what is folded in any case
 * @param noun what an item is
 */
record Listing(String heading, List<String> items, List<String> rest, String noun) {
  Listing {
    items = List.copyOf(items);
    rest = List.copyOf(rest);
  }

  /** Lines outside folded sections when that many items are shown, the blank one above too. */
  int height(int shown) {
    if (items.isEmpty() && rest.isEmpty()) {
      return 0;
    }
    int lines = items.stream().limit(shown).mapToInt(Listing::lines).sum();
    return 2 + lines + (folds(shown) ? 2 : 0);
  }

  private boolean folds(int shown) {
    return items.size() > shown || !rest.isEmpty();
  }

  private static int lines(String item) {
    return (int) item.lines().count();
  }

  /** The list with that many items shown; empty where there is nothing to list. */
  String markdown(int shown) {
    if (items.isEmpty() && rest.isEmpty()) {
      return "";
    }
    String list = "\n" + heading + "\n" + joined(items.subList(0, Math.min(shown, items.size())));
    if (!folds(shown)) {
      return list;
    }
    List<String> hidden = items.subList(Math.min(shown, items.size()), items.size());
    return list + "\n" + Markdown.folded(title(hidden.size()), joined(hidden) + joined(rest));
  }

  private String title(int hidden) {
    if (hidden == 0) {
      return "Advice (" + rest.size() + ")";
    }
    String more = Headline.count(hidden, "more " + noun);
    return rest.isEmpty() ? more : more + ", advice (" + rest.size() + ")";
  }

  private static String joined(List<String> items) {
    return items.stream().map(item -> item + "\n").collect(Collectors.joining());
  }
}
