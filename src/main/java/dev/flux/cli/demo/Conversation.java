package dev.flux.cli.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.flux.repository.SampleRepository;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What the small forge knows of one change request, and what was posted on it. */
final class Conversation {
  private final Sample sample;
  private final SampleRepository.Commits commits;
  private final ArrayNode comments = JsonNodeFactory.instance.arrayNode();
  private final ArrayNode lineComments = JsonNodeFactory.instance.arrayNode();
  private final CountDownLatch concluded = new CountDownLatch(1);
  private String conclusion = "";
  private String title = "";
  private String page = "";

  Conversation(Sample sample, SampleRepository.Commits commits) {
    this.sample = sample;
    this.commits = commits;
  }

  Sample sample() {
    return sample;
  }

  SampleRepository.Commits commits() {
    return commits;
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
