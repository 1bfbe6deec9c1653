package dev.flux.accuracy;

/** Text inside a table of Markdown. */
final class Markdown {
  private Markdown() {}

  /** SQL as code, also with backticks and bars in it. */
  static String code(String sql) {
    String plain = sql.replaceFirst(";\\s*$", "").replace("|", "\\|");
    return plain.contains("`") ? "`` " + plain + " ``" : "`" + plain + "`";
  }
}
