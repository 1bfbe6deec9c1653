package dev.flux.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void aSecretNeverPrints() {
    assertThat(Secret.of("hunter2").toString()).doesNotContain("hunter2");
  }
}
