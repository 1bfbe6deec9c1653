package dev.flux.schema;

import dev.flux.sql.Identifiers;
import dev.flux.sql.ObjectName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * INHERIT and NO INHERIT of ALTER TABLE.
 *
 * @param parent as written
 * @param ends whether it is NO INHERIT
 */
public record Inheritance(ObjectName parent, boolean ends) {
  private static final Pattern FORM =
      Pattern.compile("(?is)\\s*(no\\s+)?inherit\\s+" + Identifiers.NAME + ".*");

  /** What the exact text of an action says; empty where it is another one. */
  public static Optional<Inheritance> find(String action) {
    Matcher matcher = FORM.matcher(action);
    return matcher.matches()
        ? Optional.of(new Inheritance(Identifiers.name(matcher.group(2)), matcher.group(1) != null))
        : Optional.empty();
  }
}
