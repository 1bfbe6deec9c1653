package dev.flux.forge.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubSettingsTest {
  @ParameterizedTest
  @CsvSource({
    "https://api.github.com, https://github.com",
    "https://api.github.com/, https://github.com",
    "https://git.example/api/v3, https://git.example",
    "http://127.0.0.1:8080/api/v3/, http://127.0.0.1:8080",
    "http://127.0.0.1:8080, http://127.0.0.1:8080"
  })
  void gitIsWhereTheApiIs(URI api, URI git) {
    assertThat(GitHubSettings.gitOf(api)).isEqualTo(git);
  }

  @Test
  void bothFormsOfAKeyAreRead(@TempDir Path dir) throws Exception {
    Path pkcs1 = pem(dir.resolve("1.pem"), new JcaMiscPEMGenerator(GitHubWorld.KEY.getPrivate()));
    Path pkcs8 =
        pem(dir.resolve("8.pem"), new JcaPKCS8Generator(GitHubWorld.KEY.getPrivate(), null));

    assertThat(Files.readString(pkcs1)).contains("BEGIN RSA PRIVATE KEY");
    assertThat(Files.readString(pkcs8)).contains("BEGIN PRIVATE KEY");
    for (Path file : new Path[] {pkcs1, pkcs8}) {
      GitHubCredentials.App app = GitHubCredentials.App.of("42", file);
      assertThat(app.key()).isEqualTo(GitHubWorld.KEY.getPrivate());
      assertThat(app.toString()).isEqualTo("App[id=42]");
    }
  }

  @Test
  void aFileWithoutAKeyIsNamed(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("no.pem"), "nothing");
    assertThatThrownBy(() -> GitHubCredentials.App.of("42", file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no.pem");
  }

  private static Path pem(Path file, PemObjectGenerator object) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(object);
    }
    return Files.writeString(file, text.toString());
  }
}
