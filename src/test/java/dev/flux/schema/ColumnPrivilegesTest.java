package dev.flux.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.schema.ColumnPrivileges.Said;
import org.junit.jupiter.api.Test;

class ColumnPrivilegesTest {
  @Test
  void readsWhatIsSaidOfEachColumn() {
    assertThat(
            ColumnPrivileges.in(
                "GRANT SELECT (id, \"Score\"), INSERT, ALL PRIVILEGES (code) ON TABLE risks TO a, b"
                    + " WITH GRANT OPTION"))
        .containsExactly(
            new Said("id", "GRANT SELECT (id) ON TABLE risks TO a, b WITH GRANT OPTION"),
            new Said("Score", "GRANT SELECT (\"Score\") ON TABLE risks TO a, b WITH GRANT OPTION"),
            new Said(
                "code", "GRANT ALL PRIVILEGES (code) ON TABLE risks TO a, b WITH GRANT OPTION"));
  }

  @Test
  void tellsWhatIsTakenFromAWholeTable() {
    assertThat(ColumnPrivileges.revokesAll("REVOKE ALL ON risks FROM a")).isTrue();
    assertThat(ColumnPrivileges.revokesAll("REVOKE SELECT (id) ON risks FROM a")).isFalse();
    assertThat(ColumnPrivileges.revokesAll("GRANT SELECT ON risks TO a")).isFalse();
  }
}
