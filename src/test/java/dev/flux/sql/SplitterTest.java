package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SplitterTest {
  private static List<String> split(String sql, Dialect dialect) {
    return SqlReader.read(sql, dialect).statements().stream().map(Statement::sql).toList();
  }

  private static List<String> split(String sql) {
    return split(sql, Dialect.POSTGRESQL);
  }

  @Test
  void separatorsInsideTextDoNotSplit() {
    assertThat(
            split("SELECT ';'; SELECT $$;$$; SELECT $a$ ; $$ ; $a$; SELECT \";\" -- ;\n; SELECT 1"))
        .hasSize(5);
    assertThat(split("SELECT E'\\';' ; SELECT 'it''s;'; /* ; /* ; */ ; */ SELECT 2")).hasSize(3);
  }

  @Test
  void bodiesDoNotSplit() {
    String function =
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1"
            + " END; SELECT 2; END";
    String rule = "CREATE RULE r AS ON INSERT TO t DO ALSO (DELETE FROM a; DELETE FROM b)";
    assertThat(split(function + "; " + rule + "; SELECT 1"))
        .containsExactly(function, rule, "SELECT 1");
  }

  @Test
  void triggersOfSqliteAndMysqlDoNotSplit() {
    String trigger =
        "CREATE TRIGGER t AFTER INSERT ON a FOR EACH ROW BEGIN UPDATE b SET c = CASE WHEN 1 THEN 2"
            + " END; DELETE FROM d; END";
    assertThat(split(trigger + "; SELECT 1", Dialect.SQLITE)).containsExactly(trigger, "SELECT 1");
    assertThat(split(trigger + "; SELECT 1", Dialect.MYSQL)).containsExactly(trigger, "SELECT 1");
    String nested =
        "CREATE PROCEDURE p() BEGIN IF a THEN SELECT 1; END IF; WHILE b DO SELECT 2; END WHILE;"
            + " END";
    assertThat(split(nested + "; SELECT 3", Dialect.MARIADB)).containsExactly(nested, "SELECT 3");
  }

  @Test
  void aDelimiterOfTheMysqlClientHolds() {
    String body = "CREATE TRIGGER t BEFORE INSERT ON a FOR EACH ROW BEGIN SET NEW.b = 1; END";
    assertThat(split("DELIMITER $$\n" + body + "$$\nDELIMITER ;\nSELECT 1;", Dialect.MYSQL))
        .containsExactly(body, "SELECT 1");
  }

  @Test
  void conditionalCommentsOfMysqlAreSql() {
    Statement statement =
        SqlReader.read("/*!40101 SET NAMES utf8 */;", Dialect.MYSQL).statements().get(0);
    assertThat(statement.sql()).isEqualTo("/*!40101 SET NAMES utf8 */");
    assertThat(statement.operations())
        .containsExactly(
            new SessionOperation.SetSetting(
                "names", "utf8", SessionOperation.SetSetting.Scope.SESSION));
  }

  @Test
  void conditionalCommentsForOtherServersAreComments() {
    String script =
        "/*!50003 DROP TABLE a */; /*!80033 DROP TABLE b */; /*!90900 DROP TABLE c */;"
            + " /*M!100100 DROP TABLE d */; /*!110405 DROP TABLE e */; /*! DROP TABLE f */;"
            + " /*!99999 DROP /* inner */ TABLE g */; SELECT 1;";
    assertThat(split(script, new ServerNumber(Dialect.MYSQL, 80_033)))
        .containsExactly(
            "/*!50003 DROP TABLE a */",
            "/*!80033 DROP TABLE b */",
            "/*! DROP TABLE f */",
            "SELECT 1");
    assertThat(split(script, new ServerNumber(Dialect.MARIADB, 110_405)))
        .containsExactly(
            "/*!50003 DROP TABLE a */",
            "/*M!100100 DROP TABLE d */",
            "/*!110405 DROP TABLE e */",
            "/*! DROP TABLE f */",
            "SELECT 1");
  }

  private static List<String> split(String text, ServerNumber server) {
    return SqlReader.read(text, 0, text.length(), server).statements().stream()
        .map(Statement::sql)
        .toList();
  }

  @Test
  void commandsToPsqlThatOnlyShowAreComments() {
    Script script =
        SqlReader.read(
            "\\set ON_ERROR_STOP on\n\\restrict aBc\nSELECT 1 \\echo one\n;\n\\pset pager off\n",
            Dialect.POSTGRESQL);
    assertThat(script.statements()).allMatch(Statement::readable).hasSize(1);
    assertThat(script.comments()).hasSize(4);
  }

  @Test
  void commandsToPsqlThatMayChangeWhatRunsAreSaid() {
    for (String command :
        List.of(
            "\\i a.sql",
            "\\set AUTOCOMMIT off",
            "\\if :a",
            "\\echo a \\\\ DROP TABLE b",
            "\\gexec")) {
      Statement statement = SqlReader.read(command + "\n", Dialect.POSTGRESQL).statements().get(0);
      assertThat(statement.readable()).as(command).isFalse();
    }
  }

  @Test
  void anOpenQuoteSpoilsOnlyWhatFollows() {
    Script script = SqlReader.read("DROP TABLE a;\nSELECT 'b; DROP TABLE c;\n", Dialect.POSTGRESQL);
    assertThat(script.statements()).hasSize(2);
    assertThat(script.statements().get(0).readable()).isTrue();
    Unreadable rest = (Unreadable) script.statements().get(1).operations().get(0);
    assertThat(rest.reason()).contains("never ends");
    assertThat(script.statements().get(1).span().line()).isEqualTo(2);
  }

  @Test
  void rowsBehindCopyBelongToIt() {
    Script script =
        SqlReader.read("COPY a (b) FROM stdin;\n1;2\nit's\n\\.\nDROP TABLE a;", Dialect.POSTGRESQL);
    assertThat(script.statements())
        .extracting(s -> s.operations().get(0).kind())
        .containsExactly("copy-rows", "drop-table");
    assertThat(script.statements().get(0).span().endLine()).isEqualTo(4);
  }

  @Test
  void aCommandToPsqlIsOneUnreadableLine() {
    Script script =
        SqlReader.read(
            "\\include abc\nDROP TABLE a;\n\\connect b\nDROP TABLE c;", Dialect.POSTGRESQL);
    assertThat(script.statements())
        .extracting(Statement::readable)
        .containsExactly(false, true, false, true);
  }

  @Test
  void aPlaceholderSpoilsOnlyItsStatement() {
    Script script =
        SqlReader.read(
            "{{ if .Enterprise }}\nDROP TABLE a;\n{{ end }}\nDROP TABLE ${table}; DROP TABLE c;"
                + " INSERT INTO d VALUES ('${x}');",
            Dialect.POSTGRESQL);
    assertThat(script.statements())
        .extracting(Statement::readable)
        .containsExactly(false, true, false, false, true, true);
    Unreadable third = (Unreadable) script.statements().get(3).operations().get(0);
    assertThat(third.reason()).contains("${table}");
  }

  @Test
  void aPlaceholderBeforeADotIsTheNameOfASchema() {
    String schema = "{{ index .Options \"Namespace\" }}";
    Script script =
        SqlReader.read(
            "DROP TABLE ${schema}.a; DROP TABLE \"%1$s\".\"b\", %1$s.c; DELETE FROM %1$s.d;"
                .formatted(schema),
            Dialect.POSTGRESQL);
    assertThat(script.statements())
        .flatExtracting(Statement::operations)
        .allSatisfy(operation -> assertThat(operation).isNotInstanceOf(Unreadable.class));
    assertThat(script.statements().get(0).operations())
        .flatExtracting(o -> ((TableOperation.DropTable) o).tables())
        .containsExactly(ObjectName.of("${schema}", "a"));
    assertThat(script.statements().get(1).operations())
        .flatExtracting(o -> ((TableOperation.DropTable) o).tables())
        .containsExactly(ObjectName.of(schema, "b"), ObjectName.of(schema, "c"));
    assertThat(script.statements().get(2).operations())
        .singleElement()
        .isInstanceOfSatisfying(
            DataOperation.Delete.class,
            delete -> assertThat(delete.table()).isEqualTo(ObjectName.of(schema, "d")));
    assertThat(Identifiers.quote(ObjectName.of(schema, "Order"), Dialect.POSTGRESQL))
        .isEqualTo(schema + ".\"Order\"");
  }

  @Test
  void commentsOutsideStatementsAreKept() {
    Script script =
        SqlReader.read("-- one\nSELECT /* no */ 1; /* two */ -- three\n", Dialect.POSTGRESQL);
    assertThat(script.comments())
        .extracting(Script.SourceComment::text)
        .containsExactly("one", "two", "three");
  }

  @Test
  void placesOfASectionCountInTheWholeFile() {
    String text = "-- up\nDROP TABLE a;\n-- down\nDROP TABLE b;\n";
    int start = text.indexOf("-- down");
    Statement statement =
        SqlReader.read(text, start, text.length(), Dialect.POSTGRESQL).statements().get(0);
    assertThat(statement.span().line()).isEqualTo(4);
    assertThat(statement.span().of(text)).isEqualTo("DROP TABLE b");
  }
}
