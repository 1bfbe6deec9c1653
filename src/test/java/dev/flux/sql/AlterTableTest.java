package dev.flux.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.Statement.Clause;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlterTableTest {
  private static final ObjectName USERS = ObjectName.of("users");

  private static Statement only(String sql) {
    List<Statement> statements = SqlReader.read(sql, Dialect.POSTGRESQL).statements();
    assertThat(statements).hasSize(1);
    return statements.get(0);
  }

  @Test
  void everyActionIsAClauseWithItsPlace() {
    String sql = "ALTER TABLE users\n  ADD COLUMN age int,\n  DROP COLUMN IF EXISTS name CASCADE;";
    List<Clause> clauses = only(sql).clauses();
    assertThat(clauses).extracting(c -> c.span().line()).containsExactly(2, 3);
    assertThat(clauses.get(0).span().of(sql)).isEqualTo("ADD COLUMN age int");
    assertThat(clauses.get(1).operation())
        .isEqualTo(new ColumnOperation.DropColumn(USERS, "name", true, true));
  }

  @Test
  void anActionThatCannotBeReadDoesNotHideItsNeighbours() {
    Statement statement =
        only("ALTER TABLE users ADD COLUMN a int, WOBBLE (1, 2), ALTER COLUMN b SET NOT NULL");
    assertThat(statement.operations())
        .extracting(Operation::kind)
        .containsExactly("add-column", "unreadable", "set-not-null");
    assertThat(statement.readable()).isFalse();
  }

  @Test
  void whatIsLeftOverMakesAnActionUnreadable() {
    assertThat(only("ALTER TABLE users ALTER COLUMN b SET NOT NULL PERHAPS").operations())
        .singleElement()
        .isInstanceOf(Unreadable.class);
  }

  @Test
  void aColumnHasItsConstraints() {
    Operation operation =
        only("ALTER TABLE users ADD COLUMN a int REFERENCES b (id) ON DELETE CASCADE CHECK (a > 0)")
            .operations()
            .get(0);
    ColumnDefinition column = ((ColumnOperation.AddColumn) operation).column();
    assertThat(column.constraints())
        .extracting(Constraint::kind)
        .containsExactly(Constraint.Kind.FOREIGN_KEY, Constraint.Kind.CHECK);
    assertThat(column.constraints().get(0).reference())
        .isEqualTo(
            Optional.of(
                new Constraint.Reference(ObjectName.of("b"), List.of("id"), "ON DELETE CASCADE")));
  }
}
