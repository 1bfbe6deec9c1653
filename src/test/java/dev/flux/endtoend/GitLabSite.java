package dev.flux.endtoend;

import dev.flux.config.Secret;
import dev.flux.config.ServerSettings;
import dev.flux.forge.gitlab.FakeGitLab;
import dev.flux.forge.gitlab.FakeUser;
import dev.flux.repository.GitHttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A look-alike of GitLab with real git behind its address. */
final class GitLabSite implements AutoCloseable {
  final GitHttpServer git;
  final FakeGitLab gitLab = FakeGitLab.start("/forge");

  /** A reporter. */
  final FakeUser mira = gitLab.addUser("mira", "active");

  /** A developer. */
  final FakeUser dora = gitLab.addUser("dora", "active");

  private final Path directory;
  private int projects;

  GitLabSite(Path directory) throws IOException {
    this.directory = directory;
    this.git = new GitHttpServer(directory.resolve("git"));
    gitLab.serveGit(git.url(""));
  }

  RunningFlux start(String home) {
    return new RunningFlux(
        directory.resolve(home),
        Optional.empty(),
        Optional.of(
            new ServerSettings.GitLab(
                gitLab.url(),
                Optional.empty(),
                Secret.of(FakeGitLab.TOKEN),
                List.of(RunningFlux.WEBHOOK_SECRET))));
  }

  /** A new project; pushes to the one before it are no longer told of. */
  GitLabProject project() {
    String name = "orchard/fruit/plum-" + ++projects;
    return new GitLabProject(this, name, directory.resolve("git").resolve(name + ".git"));
  }

  @Override
  public void close() {
    gitLab.close();
    git.close();
  }
}
