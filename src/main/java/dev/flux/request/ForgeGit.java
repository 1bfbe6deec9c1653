package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.Forge;
import dev.flux.forge.ForgeException;
import dev.flux.repository.GitCache;
import dev.flux.repository.GitException;
import dev.flux.repository.GitRemote;
import java.util.Optional;

/** Git as a forge serves it: its failures are the forge's. */
final class ForgeGit {
  private final GitCache cache;

  ForgeGit(GitCache cache) {
    this.cache = cache;
  }

  /** One use of git. */
  @FunctionalInterface
  interface Use<T> {
    T of(GitCache cache, GitRemote remote) throws GitException;
  }

  /**
   * Calls git, and once more where it is refused and the forge has another token by then: a token
   * may be revoked at any time, and only the forge's API gives a new one.
   */
  <T> T call(Forge forge, ChangeRequest change, Use<T> use) throws ForgeException {
    try {
      return use.of(cache, change.remote());
    } catch (GitException.Refused refused) {
      GitRemote fresh = forge.load(change.id()).remote();
      if (fresh.equals(change.remote())) {
        throw decision(refused);
      }
      return callAgain(fresh, use);
    } catch (GitException e) {
      throw decision(e);
    }
  }

  private <T> T callAgain(GitRemote fresh, Use<T> use) throws ForgeException {
    try {
      return use.of(cache, fresh);
    } catch (GitException e) {
      throw decision(e);
    }
  }

  private static ForgeException decision(GitException e) {
    if (e instanceof GitException.Unavailable) {
      return new ForgeException.Unavailable(e.getMessage(), Optional.empty(), e);
    }
    if (e instanceof GitException.HeadMoved) {
      return new ForgeException.HeadMoved(e.getMessage(), e);
    }
    return new ForgeException.Refused(e.getMessage(), e);
  }
}
