package dev.flux.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.Impact;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import org.junit.jupiter.api.Test;

class PartitionExchangeTest {
  private static final ObjectName OTHER = ObjectName.of("b");

  @Test
  void locksTheOtherTableToo() {
    Impact impact = impact("ALTER TABLE a EXCHANGE PARTITION p WITH TABLE b");

    assertThat(impact.locks()).extracting(Impact.TableLock::table).contains(OTHER);
    assertThat(impact.scans()).containsExactly(OTHER);
  }

  @Test
  void readsNoRowWithoutValidation() {
    Impact impact = impact("ALTER TABLE a EXCHANGE PARTITION p WITH TABLE b WITHOUT  VALIDATION;");

    assertThat(impact.locks()).extracting(Impact.TableLock::table).contains(OTHER);
    assertThat(impact.scans()).isEmpty();
  }

  private static Impact impact(String sql) {
    EngineVersion version = EngineVersion.parse("8.0.33").orElseThrow();
    return Claim.of(sql, Catalog.empty(Dialect.MYSQL), version).orElseThrow();
  }
}
