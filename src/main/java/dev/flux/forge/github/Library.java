package dev.flux.forge.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.StringReader;
import org.kohsuke.github.GHEventPayload;
import org.kohsuke.github.GHIssue;
import org.kohsuke.github.GHIssueComment;
import org.kohsuke.github.GHPullRequestReviewComment;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;

/**
 * The client library's objects, addressed by name and number. The library fetches an object before
 * it lets anyone write to it; read from a payload, as an event would bring it, the object costs no
 * call. Made anew for every use: the library keeps what it saw for the life of its root.
 */
final class Library {
  private final ApiClient api;
  private final Identity identity;

  Library(ApiClient api, Identity identity) {
    this.api = api;
    this.identity = identity;
  }

  GHRepository repository(RepositoryName name) throws IOException {
    return event(name, 0, 0).getRepository();
  }

  GHIssue issue(RepositoryName name, long number) throws IOException {
    return event(name, number, 0).getIssue();
  }

  GHIssueComment comment(RepositoryName name, long number, long id) throws IOException {
    return event(name, number, id).getComment();
  }

  GHPullRequestReviewComment lineComment(RepositoryName name, long number, long id)
      throws IOException {
    return payload(name, "pull_request", number, id, GHEventPayload.PullRequestReviewComment.class)
        .getComment();
  }

  private GHEventPayload.IssueComment event(RepositoryName name, long number, long comment)
      throws IOException {
    return payload(name, "issue", number, comment, GHEventPayload.IssueComment.class);
  }

  private <T extends GHEventPayload> T payload(
      RepositoryName name, String about, long number, long comment, Class<T> type)
      throws IOException {
    ObjectNode event = JsonNodeFactory.instance.objectNode();
    event.putObject(about).put("number", number);
    event.putObject("comment").put("id", comment);
    ObjectNode repository = event.putObject("repository");
    repository.put("name", name.name()).put("full_name", name.toString());
    repository.putObject("owner").put("login", name.owner());
    return root(name).parseEventPayload(new StringReader(event.toString()), type);
  }

  private GitHub root(RepositoryName name) throws IOException {
    return new GitHubBuilder()
        .withEndpoint(api.base().toString())
        .withConnector(new LibraryConnector(api, identity.on(name)))
        .build();
  }
}
