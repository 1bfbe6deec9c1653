package dev.flux.server;

import dev.flux.work.Reviews;
import dev.flux.work.Reviews.StoredReview;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Pages for people. */
final class Pages {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Reviews reviews;
  private final List<String> forges;

  /**
   * @param forges ids of those that the server is connected to
   */
  Pages(Reviews reviews, List<String> forges) {
    this.reviews = reviews;
    this.forges = forges;
  }

  /** What this server is; nothing of what it has seen. */
  void home(Context context) {
    StringOutput html = new StringOutput();
    TemplateEngine.createPrecompiled(null, ContentType.Html, null, "dev.flux.templates")
        .render("home.jte", forges, html);
    context.html(html.toString());
  }

  /** A review, for whoever knows its id. */
  void review(Context context) {
    String id = context.pathParam("id");
    Optional<StoredReview> review = ID.matcher(id).matches() ? reviews.find(id) : Optional.empty();
    context.html(
        review
            .map(StoredReview::page)
            .orElseThrow(
                () ->
                    new HttpResponseException(
                        HttpStatus.NOT_FOUND.getCode(),
                        "There is no such review, or it is older than 90 days.")));
  }
}
