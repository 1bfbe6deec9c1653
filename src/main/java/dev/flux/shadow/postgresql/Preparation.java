package dev.flux.shadow.postgresql;

import dev.flux.sql.ColumnOperation.RenameColumn;
import dev.flux.sql.ObjectKind;
import dev.flux.sql.ObjectOperation.CreateObject;
import dev.flux.sql.Operation;
import dev.flux.sql.Statement;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What must be there before a statement runs and the role of a sandbox may not make: roles that it
 * names, and extensions. The statement itself is never run by anybody else. What it owns, it keeps:
 * who owns an object is not compared.
 */
record Preparation(
    Set<String> roles, Set<String> newRoles, Set<String> extensions, boolean givesAway) {
  private static final Pattern OWNER =
      Pattern.compile("(?is)ALTER\\s.*\\sOWNER\\s+TO\\s+(?!CURRENT_|SESSION_)\\S+");

  private static final Pattern ROLE =
      Pattern.compile(
          "(?i)\\b(?:OWNER\\s+TO|GRANT\\b[^;]*?\\bTO|REVOKE\\b[^;]*?\\bFROM|FOR\\s+ROLE|POLICY\\b[^;]*?\\bTO)"
              + "\\s+(?:GROUP\\s+)?(\"(?:[^\"]|\"\")++\"|\\w+)((?:\\s*,\\s*(?:\"(?:[^\"]|\"\")++\"|\\w+))*)");
  private static final Set<String> WORDS =
      Set.of("public", "current_user", "current_role", "session_user", "postgres", "none", "group");

  Preparation {
    roles = Set.copyOf(roles);
    newRoles = Set.copyOf(newRoles);
    extensions = Set.copyOf(extensions);
  }

  static Preparation of(Statement statement) {
    Set<String> newRoles = new LinkedHashSet<>();
    Set<String> extensions = new LinkedHashSet<>();
    for (Operation operation : statement.operations()) {
      if (operation instanceof CreateObject create && create.object() == ObjectKind.ROLE) {
        newRoles.add(create.name().name());
      } else if (operation instanceof CreateObject create
          && create.object() == ObjectKind.EXTENSION) {
        extensions.add(create.name().name());
      }
    }
    if (statement.operations().stream().anyMatch(RenameColumn.class::isInstance)) {
      return new Preparation(Set.of(), Set.of(), Set.of(), false); // a column may be called owner
    }
    return new Preparation(
        named(statement.sql()), newRoles, extensions, OWNER.matcher(statement.sql()).matches());
  }

  /** Roles that a statement gives something to, takes it from, or leaves objects to. */
  private static Set<String> named(String sql) {
    Set<String> named = new LinkedHashSet<>();
    if (!sql.regionMatches(true, 0, "DO", 0, 2) && !sql.regionMatches(true, 0, "INSERT", 0, 6)) {
      Matcher matcher = ROLE.matcher(sql);
      while (matcher.find()) {
        for (String written : (matcher.group(1) + matcher.group(2)).split("\\s*,\\s*", -1)) {
          String name =
              written.startsWith("\"")
                  ? written.substring(1, written.length() - 1).replace("\"\"", "\"")
                  : written.toLowerCase(Locale.ROOT);
          if (!WORDS.contains(name)) {
            named.add(name);
          }
        }
      }
    }
    return named;
  }

  /** Makes it; whether nothing is left to run. */
  boolean skipped(PostgresSandbox sandbox, String database) throws SQLException {
    for (String role : roles) {
      sandbox.createdRole(role);
    }
    if (givesAway) {
      return true;
    }
    boolean skipped = !newRoles.isEmpty() || !extensions.isEmpty();
    for (String role : newRoles) {
      skipped &= sandbox.createdRole(role);
    }
    for (String extension : extensions) {
      skipped &= sandbox.createdExtension(database, extension);
    }
    return skipped;
  }
}
