package dev.flux.forge;

/** The forges that Flux speaks to, with their words for a change request. */
public enum ForgeKind {
  GITHUB("github", "GitHub", "pull request", "#"),
  GITLAB("gitlab", "GitLab", "merge request", "!");

  private final String id;
  private final String title;
  private final String requestWord;
  private final String sigil;

  ForgeKind(String id, String title, String requestWord, String sigil) {
    this.id = id;
    this.title = title;
    this.requestWord = requestWord;
    this.sigil = sigil;
  }

  /** In addresses and stored rows. */
  public String id() {
    return id;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What its users call a change request. */
  public String requestWord() {
    return requestWord;
  }

  /** What stands before the number of a change request. */
  public String sigil() {
    return sigil;
  }
}
