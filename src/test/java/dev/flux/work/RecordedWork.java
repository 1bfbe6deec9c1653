package dev.flux.work;

import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Work that writes down what it was asked for, and fails as it is told to. */
final class RecordedWork implements ChangeWork {
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  final List<ChangeRequestId> atCommit = new ArrayList<>();
  List<ChangeRequestId> waiting = List.of();
  final List<String> errorIds = new ArrayList<>();
  Behaviour reviewing = () -> {};
  Behaviour telling = () -> {};

  /** What happens inside of a call. */
  @FunctionalInterface
  interface Behaviour {
    void run() throws ForgeException;
  }

  @Override
  public void review(ChangeRequestId change) throws ForgeException {
    calls.add("review " + change);
    reviewing.run();
  }

  @Override
  public List<ChangeRequestId> comment(
      ChangeRequestId change, String commentId, String author, String text) {
    calls.add("comment " + change + " " + commentId + " " + author + " " + text);
    return List.of();
  }

  @Override
  public List<ChangeRequestId> closed(ChangeRequestId change) {
    calls.add("closed " + change);
    return waiting;
  }

  @Override
  public List<ChangeRequestId> recheck(ForgeKind forge, String repository, String sha) {
    calls.add("recheck " + repository + " " + sha);
    return atCommit;
  }

  @Override
  public void reviewFailed(ChangeRequestId change, String errorId) throws ForgeException {
    calls.add("failed " + change);
    errorIds.add(errorId);
    telling.run();
  }

  @Override
  public void commentFailed(ChangeRequestId change, String commentId, String errorId) {
    calls.add("failed " + change + " " + commentId);
  }
}
