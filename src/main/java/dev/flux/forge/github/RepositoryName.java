package dev.flux.forge.github;

import dev.flux.forge.ForgeException;
import java.util.regex.Pattern;

/**
 * A full name that is safe to build an address from: what a payload calls a repository is never
 * taken as a path.
 */
record RepositoryName(String owner, String name) {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_-]{1,100}(\\[bot])?");

  static RepositoryName of(String fullName) throws ForgeException.Refused {
    String[] parts = fullName.split("/", -1);
    if (parts.length != 2
        || !OWNER.matcher(parts[0]).matches()
        || !NAME.matcher(parts[1]).matches()
        || parts[1].matches("\\.{1,2}")) {
      throw new ForgeException.Refused("`" + fullName + "` is not owner/name of GitHub", null);
    }
    return new RepositoryName(parts[0], parts[1]);
  }

  static String sha(String text) throws ForgeException.Refused {
    return matching(SHA, text, "a commit id");
  }

  static String login(String text) throws ForgeException.Refused {
    return matching(LOGIN, text, "a login").replace("[", "%5B").replace("]", "%5D");
  }

  static long id(String text) throws ForgeException.Refused {
    return Long.parseLong(matching(Pattern.compile("[0-9]{1,18}"), text, "a comment id"));
  }

  private static String matching(Pattern pattern, String text, String what)
      throws ForgeException.Refused {
    if (!pattern.matcher(text).matches()) {
      throw new ForgeException.Refused("`" + text + "` is not " + what + " of GitHub", null);
    }
    return text;
  }

  String path() {
    return "/repos/" + owner + "/" + name;
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
