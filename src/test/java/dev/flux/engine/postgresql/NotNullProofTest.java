package dev.flux.engine.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotNullProofTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email IS NOT NULL",
        "(email is not null)",
        "((\"email\" IS NOT NULL))",
        "email IS NOT NULL AND email <> ''",
        "(email <> '') AND (email IS NOT NULL)",
        "users.email IS NOT NULL"
      })
  void proves(String condition) {
    assertThat(NotNullProof.proves(condition, "email")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "email <> ''",
        "email IS NOT NULL OR phone IS NOT NULL",
        "(email IS NOT NULL) OR (phone IS NOT NULL)",
        "phone IS NOT NULL",
        "old_email IS NOT NULL",
        "NOT (email IS NOT NULL)",
        "a IS NULL OR email IS NOT NULL AND b > 1"
      })
  void doesNotProve(String condition) {
    assertThat(NotNullProof.proves(condition, "email")).isFalse();
  }
}
