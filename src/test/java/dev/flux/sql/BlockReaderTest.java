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

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          FOREACH t IN ARRAY ARRAY['a', 'B c']               ~ DROP TABLE a      ~ DROP TABLE "B c"
          FOREACH t IN ARRAY (ARRAY['a', 'b']::text[])       ~ DROP TABLE a      ~ DROP TABLE b
          FOREACH t IN ARRAY '{a, b}'::text[]                ~ DROP TABLE a      ~ DROP TABLE b
          FOREACH t IN ARRAY listed                          ~ DROP TABLE "x''y" ~ DROP TABLE z
          FOR t IN SELECT unnest(ARRAY['a', 'b'])            ~ DROP TABLE a      ~ DROP TABLE b
          FOR t IN SELECT * FROM unnest(ARRAY['a', 'b']) AS u ~ DROP TABLE a     ~ DROP TABLE b
          FOR t IN VALUES ('a'), ('b')                       ~ DROP TABLE a      ~ DROP TABLE b
          FOR t IN 1..2                                      ~ DROP TABLE "1"    ~ DROP TABLE "2"
          """)
  void eachTurnOfALoopOverConstantsIsRead(String head, String first, String second) {
    String block = loop(head, "EXECUTE format('DROP TABLE %I', t)");
    assertThat(BlockReader.composes(block)).isFalse();
    assertThat(dropped(block)).containsExactly(first.replace("''", "'"), second);
  }

  @Test
  void loopsInsideEachOtherTakeEveryTurn() {
    String execute = "EXECUTE 'DROP TABLE ' || t || u";
    String inner = "FOREACH u IN ARRAY ARRAY['1', '2'] LOOP " + execute + "; END LOOP";
    String block = loop("FOREACH t IN ARRAY ARRAY['a', 'b']", inner);
    assertThat(dropped(block))
        .containsExactly("DROP TABLE a1", "DROP TABLE b1", "DROP TABLE a2", "DROP TABLE b2");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '`',
      textBlock =
          """
          FOREACH t IN ARRAY ARRAY['a', current_user] ~ EXECUTE 'DROP TABLE ' || t
          FOREACH t IN ARRAY grown                    ~ EXECUTE 'DROP TABLE ' || t
          FOREACH t IN ARRAY ARRAY['a']               ~ t = 'b' || now(); EXECUTE 'DROP TABLE ' || t
          FOR t IN SELECT relname FROM pg_class       ~ EXECUTE 'DROP TABLE ' || t
          FOR t IN 1..1000                            ~ EXECUTE 'DROP TABLE t' || t
          FOREACH t IN ARRAY ARRAY['a', 'a_name_without_any_room_for_it'] ~ EXECUTE 'DROP TABLE ' || t
          FOREACH t IN ARRAY ARRAY['a']               ~ NULL; END LOOP; LOOP EXECUTE 'DROP VIEW ' || t
          """)
  void loopsThatOnlyARunTellsStayHidden(String head, String body) {
    assertThat(BlockReader.composes(loop(head, body))).isTrue();
  }

  @Test
  void linesStayWhereTheyAre() {
    String block = "BEGIN\nEXECUTE 'DROP '\n || 'TABLE a';\nDROP TABLE b;\nEND";
    List<Statement> statements = BlockReader.statements(block);
    assertThat(statements).extracting(statement -> statement.span().line()).containsExactly(2, 4);
  }

  private static List<String> dropped(String block) {
    return BlockReader.statements(block).stream()
        .map(Statement::sql)
        .filter(sql -> sql.startsWith("DROP"))
        .toList();
  }

  private static String loop(String head, String body) {
    return """
    DECLARE
      listed text[] := ARRAY['x''y', 'z'];
      grown text[] := ARRAY['a'];
      t text;
      u text;
    BEGIN
      grown := grown || 'b';
      %s LOOP
        %s;
      END LOOP;
    END\
    """
        .formatted(head, body);
  }

  private static List<Statement> read(String execute) {
    String block = block(execute);
    return BlockReader.statements(block).stream()
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
