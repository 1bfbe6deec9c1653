package dev.flux.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.flux.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedactingLayoutTest {
  private static final String TOKEN = "token-of-a-test-4711";

  @Test
  void aKnownSecretIsReadableNowhereInALine() {
    RedactingLayout.hide(List.of(Secret.of(TOKEN), Secret.of(TOKEN + "-longer")));
    String basic =
        Base64.getEncoder()
            .encodeToString(("x-access-token:" + TOKEN).getBytes(StandardCharsets.UTF_8));

    assertThat(line("asked with " + TOKEN + " and " + basic, new IllegalStateException(TOKEN)))
        .startsWith("asked with *** and ***")
        .contains("IllegalStateException: ***")
        .doesNotContain(TOKEN, basic.replace("=", ""));
    assertThat(line(TOKEN + "-longer", null)).isEqualTo("***\n");
  }

  private static String line(String message, @Nullable Throwable failure) {
    LoggerContext context = new LoggerContext();
    RedactingLayout layout = new RedactingLayout();
    layout.setContext(context);
    layout.setPattern("%msg%n");
    layout.start();
    return layout.doLayout(
        new LoggingEvent("", context.getLogger("test"), Level.ERROR, message, failure, null));
  }
}
