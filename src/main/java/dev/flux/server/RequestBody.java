package dev.flux.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a request, never more than a limit of them. */
final class RequestBody {
  private RequestBody() {}

  /**
   * Reads the body. One that says it is longer is refused before any of it is read, one that does
   * not say so as soon as it is.
   */
  static byte[] read(Context context, long limit) throws IOException {
    String encoding = context.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new HttpResponseException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE.getCode(), "Send the body without Content-Encoding.");
    }
    if (context.req().getContentLengthLong() > limit) {
      throw tooLarge(limit);
    }
    try (InputStream in = context.req().getInputStream()) {
      int most = (int) Math.min(limit, Integer.MAX_VALUE - 16);
      byte[] body = in.readNBytes(most);
      if (body.length == most && in.read() >= 0) {
        throw tooLarge(limit);
      }
      return body;
    }
  }

  private static HttpResponseException tooLarge(long limit) {
    return new HttpResponseException(
        HttpStatus.CONTENT_TOO_LARGE.getCode(),
        "The body is longer than %d bytes.".formatted(limit));
  }
}
