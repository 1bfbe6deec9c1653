package dev.flux.server;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.flux.work.ErrorId;
import dev.flux.work.StoreException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client is shown when something is wrong: one sentence as JSON, never a stack trace. */
final class Errors {
  private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String UNFORESEEN = "Flux could not answer this request";

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
    routes.exception(
        Exception.class,
        (e, context) -> unexpected(context, e, HttpStatus.INTERNAL_SERVER_ERROR, UNFORESEEN));
  }

  /** An error of the Java machine, which has no place in the usual order of handling. */
  static void unexpected(HttpServletResponse response, Error failure) {
    String sentence = logged("A request", failure, UNFORESEEN);
    response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.getCode());
    response.setContentType("application/json");
    try {
      response.getOutputStream().write(JSON.writeValueAsBytes(Map.of("error", sentence)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void unexpected(
      Context context, Exception failure, HttpStatus status, String sentence) {
    String request = context.method().name() + " " + context.path();
    answer(context, status.getCode(), logged(request, failure, sentence));
  }

  /** The client is shown the id under which the log has the rest. */
  private static String logged(String request, Throwable failure, String sentence) {
    String id = ErrorId.next();
    LOG.error("{} failed, error {}", request, id, failure);
    return sentence + ": error " + id + " in its log.";
  }

  private static void answer(Context context, int status, String sentence) {
    context.status(status).json(Map.of("error", sentence));
  }
}
