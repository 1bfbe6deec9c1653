package dev.flux.server;

import dev.flux.work.ErrorId;
import dev.flux.work.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is shown when something is wrong: one sentence as JSON, never a stack trace. */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private Errors() {}

  static void register(RoutesConfig routes) {
    routes.exception(
        HttpResponseException.class,
        (e, context) -> answer(context, e.getStatus(), String.valueOf(e.getMessage())));
    routes.exception(
        InvalidRequest.class,
        (e, context) ->
            answer(context, HttpStatus.BAD_REQUEST.getCode(), String.valueOf(e.getMessage())));
    routes.exception(
        StoreException.class,
        (e, context) ->
            unexpected(context, e, HttpStatus.SERVICE_UNAVAILABLE, "Flux cannot store this now"));
    routes.exception(Exception.class, (e, context) -> unexpected(context, e));
  }

  /** An error that nobody foresaw: the client is shown the id under which the log has the rest. */
  static void unexpected(Context context, Throwable failure) {
    unexpected(
        context, failure, HttpStatus.INTERNAL_SERVER_ERROR, "Flux could not answer this request");
  }

  private static void unexpected(
      Context context, Throwable failure, HttpStatus status, String sentence) {
    String id = ErrorId.next();
    LOG.error("{} {} failed, error {}", context.method().name(), context.path(), id, failure);
    answer(context, status.getCode(), sentence + ": error " + id + " in its log.");
  }

  private static void answer(Context context, int status, String sentence) {
    context.status(status).json(Map.of("error", sentence));
  }
}
