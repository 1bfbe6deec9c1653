package dev.flux.server;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a request, never more than a limit of them. */
final class RequestBody {
  /**
   * Bytes of a refused body that are read and thrown away, so that a sender who reads no answer
   * before it has sent everything gets one; the largest delivery of GitHub is of 25 MB.
   */
  private static final long DRAINED = 32L << 20;

  private RequestBody() {}

  /**
   * Reads the body. One that is longer is refused and kept nowhere: whether it says so at once or
   * is found to be.
   */
  static byte[] read(Context context, long limit) throws IOException {
    String encoding = context.header("Content-Encoding");
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw new HttpResponseException(
          HttpStatus.UNSUPPORTED_MEDIA_TYPE.getCode(), "Send the body without Content-Encoding.");
    }
    try (InputStream in = context.req().getInputStream()) {
      if (context.req().getContentLengthLong() > limit) {
        drain(in);
        throw tooLarge(limit);
      }
      int most = (int) Math.min(limit, Integer.MAX_VALUE - 16);
      byte[] body = in.readNBytes(most);
      if (body.length == most && in.read() >= 0) {
        drain(in);
        throw tooLarge(limit);
      }
      return body;
    }
  }

  private static void drain(InputStream in) throws IOException {
    byte[] chunk = new byte[1 << 16];
    long drained = 0;
    int read = in.read(chunk);
    while (read >= 0 && drained < DRAINED) {
      drained += read;
      read = in.read(chunk);
    }
  }

  private static HttpResponseException tooLarge(long limit) {
    return new HttpResponseException(
        HttpStatus.CONTENT_TOO_LARGE.getCode(),
        "The body is longer than %d bytes.".formatted(limit));
  }
}
