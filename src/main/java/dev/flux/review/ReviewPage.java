package dev.flux.review;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.ArrayList;
import java.util.List;

/**
 * The review as a page for people, with every statement and all SQL: texts as its template shows
 * them. The template escapes all of them; there are no scripts.
 *
 * @param title what was reviewed
 * @param subject engine, tool and numbers
 * @param tone the colour of the verdict: {@code safe}, {@code warning} or {@code danger}
 * @param change what the change does, in a few words
 * @param contents the sections that there are
 * @param allowed findings that do not count, since somebody allows them
 * @param sources how tool and engine are known, a sentence for each directory
 */
public record ReviewPage(
    String title,
    String subject,
    String tone,
    String headline,
    String change,
    List<Entry> contents,
    List<FindingCard> findings,
    List<AllowedLine> allowed,
    List<StepCard> steps,
    List<List<Piece>> checklist,
    List<FileText> files,
    List<MigrationPart> migrations,
    List<List<Piece>> sources) {
  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.flux.templates");

  /** A section with the id of its anchor. */
  public record Entry(String id, String title) {}

  /** A part of a sentence: a name, or what stands between names. */
  public record Piece(boolean code, String text) {}

  /**
   * One finding.
   *
   * @param target id of the statement that it is about; empty where it is about a file
   */
  public record FindingCard(
      String id,
      String severity,
      String place,
      String target,
      String hazard,
      List<Piece> message,
      List<List<Piece>> assumptions) {}

  /**
   * One finding that somebody allows.
   *
   * @param source where they say so
   */
  public record AllowedLine(
      String severity,
      String place,
      String hazard,
      List<Piece> message,
      String reason,
      String source) {}

  /** A labelled fact about a step. */
  public record FactLine(String label, List<Piece> pieces) {}

  /**
   * One step.
   *
   * @param stage who does it, in a word or two
   * @param loss what the rollback costs
   */
  public record StepCard(
      String id,
      List<Piece> title,
      String stage,
      List<FactLine> facts,
      boolean transactional,
      String forward,
      String rollback,
      List<Piece> loss) {}

  /** One file that the rollout would write. */
  public record FileText(String path, String phase, String content) {}

  /** One migration with its statements. */
  public record MigrationPart(
      String path, List<Piece> transaction, List<StatementPart> statements) {}

  /**
   * One statement.
   *
   * @param effect its locks and what they block
   */
  public record StatementPart(
      String id, int line, String sql, List<Piece> effect, List<FindingCard> findings) {}

  /**
   * The page as HTML.
   *
   * @param title what was reviewed, such as a change request
   */
  public static String html(String title, Review review) {
    StringOutput html = new StringOutput();
    TEMPLATES.render("review.jte", new PageDraft(review).page(title), html);
    return html.toString();
  }

  /** A sentence with names between backticks in its pieces, without what cannot be seen. */
  static List<Piece> pieces(String sentence) {
    String[] parts = Markdown.line(sentence).split("`", -1);
    if (parts.length % 2 == 0) {
      return List.of(new Piece(false, Markdown.line(sentence)));
    }
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].isEmpty()) {
        pieces.add(new Piece(i % 2 == 1, parts[i]));
      }
    }
    return List.copyOf(pieces);
  }
}
