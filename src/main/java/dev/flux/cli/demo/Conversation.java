package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.flux.forge.ChangeRequestId;
import dev.flux.repository.SampleRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the small forge knows of one change request, and what was posted on it. */
final class Conversation {
  private final Sample sample;
  private final Request request;
  private final Path repository;
  private final SampleRepository.Commits commits;
  private final ArrayNode comments = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode lineComments = JsonNodeFactory.instance.arrayNode();
  private final CountDownLatch obeyed = new CountDownLatch(1);
  private volatile CountDownLatch concluded = new CountDownLatch(1);
  private String conclusion = "";
  private String title = "";
  private String page = "";

  /**
   * What a request says and brings.
   *
   * @param headRef where the forge keeps its head
   */
  record Request(
      ChangeRequestId id,
      String title,
      String body,
      boolean draft,
      String branch,
      String baseRef,
      String headRef) {}

  /**
   * The request of a sample.
   *
   * @param repository where its commits are
   * @param commits of the request as it is opened
   */
  Conversation(Sample sample, Path repository, SampleRepository.Commits commits) {
    this(
        sample,
        new Request(
            sample.id(),
            sample.title(),
            "",
            false,
            SampleRepository.BRANCH,
            "main",
            sample.headRef()),
        repository,
        commits);
  }

  private Conversation(
      Sample sample, Request request, Path repository, SampleRepository.Commits commits) {
    this.sample = sample;
    this.request = request;
    this.repository = repository;
    this.commits = commits;
  }

  /** A request that Flux opens in the same repository. */
  Conversation opened(Request opened) {
    return new Conversation(
        sample,
        opened,
        repository,
        new SampleRepository.Commits(head(opened.baseRef()), head(opened.branch())));
  }

  /** Whether it is the request of a sample, and none that Flux opened. */
  boolean isSample() {
    return request.id().equals(sample.id());
  }

  Sample sample() {
    return sample;
  }

  Request request() {
    return request;
  }

  SampleRepository.Commits commits() {
    return commits;
  }

  /** The commit at its head now. */
  String head() {
    try {
      return SampleRepository.head(repository, request.branch(), request.headRef());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String head(String branch) {
    try {
      return SampleRepository.find(repository, branch)
          .orElseThrow(() -> new IllegalArgumentException("no such branch: " + branch));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A reaction that ends the work on a command. */
  void obey() {
    obeyed.countDown();
  }

  /** Whether a command is obeyed or refused within the time. */
  boolean awaitObedience(long seconds) throws InterruptedException {
    return obeyed.await(seconds, TimeUnit.SECONDS);
  }

  /** Another check follows. */
  void reopenCheck() {
    concluded = new CountDownLatch(1);
  }

  /** Comments on the whole request, in the forge's own JSON. */
  ArrayNode comments() {
    return comments;
  }

  /** Comments on lines, in the forge's own JSON. */
  ArrayNode lineComments() {
    return lineComments;
  }

  /** The check has ended. */
  synchronized void conclude(String how, String saying, String details) {
    conclusion = how;
    title = saying;
    page = details;
    concluded.countDown();
  }

  synchronized String conclusion() {
    return conclusion;
  }

  synchronized String title() {
    return title;
  }

  synchronized String page() {
    return page;
  }

  /** Whether the check ends within the time. */
  boolean awaitConclusion(long seconds) throws InterruptedException {
    return concluded.await(seconds, TimeUnit.SECONDS);
  }
}
