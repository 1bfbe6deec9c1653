package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What EXECUTE of a block runs is read where constants make it, and hidden elsewhere. */
class BlockReaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          EXECUTE format('ALTER TABLE %I DROP %I', 'big', 'n')       ~ ALTER TABLE big DROP n
          EXECUTE format('DROP TABLE %2$s, %1$I', 'A b', 'c')        ~ DROP TABLE c, "A b"
          EXECUTE 'TRUNC' || 'ATE big'                               ~ TRUNCATE big
          EXECUTE 'DROP TABLE ' || quote_ident(holder)               ~ DROP TABLE "Big"
          EXECUTE format('COMMENT ON TABLE a IS %L', 'it''s')        ~ COMMENT ON TABLE a IS 'it''s'
          EXECUTE ('DROP VIEW ' || 'v'::text)                        ~ DROP VIEW v
          EXECUTE 'DELETE FROM ' || 'a' || ' WHERE id = $1' USING 5  ~ DELETE FROM a WHERE id = $1
          """)
  void constantsAreReadAsTheyRun(String execute, String sql) {
    assertThat(read(execute)).extracting(Statement::sql).containsExactly(sql);
    assertThat(BlockReader.composes(block(execute))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          EXECUTE 'DROP TABLE ' || changed
          EXECUTE 'DROP TABLE ' || turn
          EXECUTE format('DROP TABLE %I', current_user)
          EXECUTE format('DROP TABLE %I, %I', 'a')
          EXECUTE format('%1$s%1$s%1$s%1$s%1$s%1$s%1$s%1$s', 'abcdefghijkl')
          """)
  void whatOnlyARunTellsStaysHidden(String execute) {
    assertThat(BlockReader.composes(block(execute))).isTrue();
  }

  @Test
  void linesStayWhereTheyAre() {
    String block = "BEGIN\nEXECUTE 'DROP '\n || 'TABLE a';\nDROP TABLE b;\nEND";
    List<Statement> statements = BlockReader.statements(block, 0, block.length());
    assertThat(statements).extracting(statement -> statement.span().line()).containsExactly(2, 4);
  }

  private static List<Statement> read(String execute) {
    String block = block(execute);
    return BlockReader.statements(block, 0, block.length()).stream()
        .filter(statement -> !statement.sql().startsWith("changed"))
        .toList();
  }

  private static String block(String execute) {
    return """
    DECLARE
      holder constant text := 'Big';
      changed text := 'a';
    BEGIN
      changed := 'b';
      %s;
    END\
    """
        .formatted(execute);
  }
}
