package dev.flux.request;

import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.ForgeException;
import dev.flux.forge.Permission;
import dev.flux.forge.Reaction;
import dev.flux.review.Markdown;
import dev.flux.webhook.Command;
import dev.flux.webhook.Command.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Does what a comment commands, if its author may command it: looked up now. */
final class CommentJob {
  private static final Set<Word> WRITING = Set.of(Word.SPLIT, Word.CONFIRM);

  private final SplitJob splitting;
  private final ConfirmJob confirming;
  private final StackedRequests stacked;
  private final Reviewing reviewing;

  /** Reviews a change request. */
  @FunctionalInterface
  interface Reviewing {
    void review(Asked asked) throws ForgeException;
  }

  CommentJob(
      SplitJob splitting, ConfirmJob confirming, StackedRequests stacked, Reviewing reviewing) {
    this.splitting = splitting;
    this.confirming = confirming;
    this.stacked = stacked;
    this.reviewing = reviewing;
  }

  /**
   * Does what a comment asks for.
   *
   * @param commands at least one
   * @return the other requests of a rollout that was begun or went on
   */
  List<ChangeRequestId> obey(Asked asked, List<Command> commands) throws ForgeException {
    List<Command> writing = commands.stream().filter(CommentJob::isWriting).toList();
    List<Command> others = commands.stream().filter(command -> !isWriting(command)).toList();
    if (writing.isEmpty() && !mayCommand(asked)) {
      react(asked, Reaction.CONFUSED);
      return List.of();
    }
    react(asked, Reaction.SEEN);
    try {
      boolean done = writing.isEmpty() || write(asked, writing);
      for (Command command : others) {
        done &= (writing.isEmpty() || mayCommand(asked)) && speak(asked, command);
      }
      react(asked, done ? Reaction.DONE : Reaction.CONFUSED);
      return writing.isEmpty() ? List.of() : stacked.others(asked.id());
    } catch (ForgeException.Refused refused) {
      react(asked, Reaction.CONFUSED);
      throw refused;
    }
  }

  /** Whether it changes something, so that who gave it waits for more than words. */
  static boolean isWriting(Command command) {
    return command instanceof Command.Known known && WRITING.contains(known.word());
  }

  private static void react(Asked asked, Reaction reaction) throws ForgeException {
    asked.forge().react(asked.id(), asked.commentId(), reaction);
  }

  /** The author of the change, and whoever may sort requests. */
  private static boolean mayCommand(Asked asked) throws ForgeException {
    return asked.forge().load(asked.id()).author().equals(asked.author())
        || permission(asked).compareTo(Permission.TRIAGE) >= 0;
  }

  private static Permission permission(Asked asked) throws ForgeException {
    return asked.forge().permission(asked.id().repository(), asked.author());
  }

  /** Commands that ask for words, or for a review; whether it was understood. */
  private boolean speak(Asked asked, Command command) throws ForgeException {
    ChangeRequest change = asked.forge().load(asked.id());
    if (command instanceof Command.Known known && known.word() == Word.REVIEW) {
      stacked.recover(asked.connection(), change);
      reviewing.review(asked);
    } else {
      asked.forge().comment(change, CommandReply.to(command));
    }
    return command instanceof Command.Known;
  }

  /** Commands that change something, answered in one comment; whether all were done. */
  private boolean write(Asked asked, List<Command> commands) throws ForgeException {
    List<Answer> answers = new ArrayList<>();
    try {
      if (permission(asked).compareTo(Permission.WRITE) < 0) {
        answers.add(
            Answer.no(
                "This is for those who may write to "
                    + Markdown.code(asked.id().repository())
                    + ": "
                    + Markdown.text(asked.author())
                    + " may not."));
      } else {
        answers.addAll(answers(asked, commands));
      }
    } catch (ForgeException.Refused refused) {
      answers.add(Answer.no(Markdown.prose(String.valueOf(refused.getMessage()))));
      answer(asked, answers);
      throw refused;
    }
    answer(asked, answers);
    if (answers.stream().anyMatch(answer -> answer.done() && Notes.isConfirmation(answer.note()))) {
      reviewing.review(asked);
    }
    return answers.stream().allMatch(Answer::done);
  }

  private List<Answer> answers(Asked asked, List<Command> commands) throws ForgeException {
    stacked.recover(asked.connection(), asked.forge().load(asked.id()));
    List<Answer> answers = new ArrayList<>();
    List<String> gates = new ArrayList<>();
    boolean splits = false;
    boolean confirms = false;
    for (Command command : commands) {
      if (command instanceof Command.Known known && known.word() == Word.CONFIRM) {
        confirms = true;
        gates.addAll(known.arguments());
      } else {
        splits = true;
      }
    }
    if (splits) {
      answers.add(splitting.split(asked, SplitWish.of(commands)));
    }
    if (confirms) {
      answers.add(confirming.confirm(asked, gates));
    }
    return answers;
  }

  private static void answer(Asked asked, List<Answer> answers) throws ForgeException {
    String text = String.join("\n\n", answers.stream().map(Answer::text).toList());
    boolean done = answers.stream().allMatch(Answer::done);
    String note =
        answers.stream().map(Answer::note).filter(n -> n.length() > 1).findFirst().orElse("-");
    Replies.write(asked, asked.forge().load(asked.id()), new Answer(done, text, note));
  }
}
