package dev.flux.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.ColumnDefinition;
import dev.flux.sql.ColumnOperation;
import dev.flux.sql.Constraint;
import dev.flux.sql.ConstraintOperation;
import dev.flux.sql.Dialect;
import dev.flux.sql.ObjectName;
import dev.flux.sql.Operation;
import dev.flux.sql.SessionOperation;
import dev.flux.sql.SqlType;
import dev.flux.sql.TableOperation;
import dev.flux.sql.TableOptions;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private static final ObjectName USERS = ObjectName.of("users");
  private static final ObjectName POSTS = ObjectName.of("posts");

  @Test
  void knowsATableOnceItIsCreated() {
    Catalog catalog = fold(create(USERS, column("id"), column("email")));

    Table users = catalog.findTable(USERS).orElseThrow();
    assertThat(users.complete()).isTrue();
    assertThat(users.columns()).extracting(Column::name).containsExactly("id", "email");
    assertThat(catalog.findTable(ObjectName.of("public", "users"))).contains(users);
    assertThat(catalog.findTable(POSTS)).isEmpty();
  }

  @Test
  void tellsTheChangeUnderReviewFromHistory() {
    Catalog history = fold(create(USERS, column("id"))).nextEra();
    Catalog catalog = history.after(create(POSTS, column("id")));

    assertThat(catalog.isNew(POSTS)).isTrue();
    assertThat(catalog.isNew(USERS)).isFalse();
    assertThat(catalog.isNew(ObjectName.of("nowhere"))).isFalse();
  }

  @Test
  void assumesATableThatIsAlteredWithoutHavingBeenCreated() {
    Catalog catalog =
        fold(new ColumnOperation.AddColumn(USERS, column("age"), false, Optional.empty()));

    Table users = catalog.findTable(USERS).orElseThrow();
    assertThat(users.complete()).isFalse();
    assertThat(catalog.isNew(USERS)).isFalse();
    assertThat(users.findColumn("age")).isPresent();
  }

  @Test
  void makesUpTheNamesThatPostgresqlMakesUp() {
    Catalog catalog =
        fold(
            create(USERS, column("id"), column("email")),
            add(USERS, Constraint.Kind.PRIMARY_KEY, "id"),
            add(USERS, Constraint.Kind.UNIQUE, "email"),
            add(USERS, Constraint.Kind.UNIQUE, "email"),
            add(USERS, Constraint.Kind.CHECK, "email"),
            add(USERS, Constraint.Kind.CHECK, "email", "id"));

    assertThat(catalog.findTable(USERS).orElseThrow().constraints())
        .extracting(TableConstraint::name)
        .containsExactly(
            "users_pkey",
            "users_email_key",
            "users_email_key1",
            "users_email_check",
            "users_check");
    assertThat(catalog.findTableOfIndex(ObjectName.of("users_email_key1"))).isPresent();
  }

  @Test
  void cutsLongNamesTo63Bytes() {
    String table = "a".repeat(40);
    String column = "b".repeat(40);
    assertThat(GeneratedNames.postgresql(table, List.of(column), "fkey", name -> false))
        .isEqualTo("a".repeat(29) + "_" + "b".repeat(28) + "_fkey")
        .hasSize(63);
  }

  @Test
  void dropsWhatInvolvesADroppedColumn() {
    Catalog catalog =
        fold(
            create(USERS, column("id"), column("email")),
            add(USERS, Constraint.Kind.UNIQUE, "email"),
            new ColumnOperation.DropColumn(USERS, "email", false, false));

    Table users = catalog.findTable(USERS).orElseThrow();
    assertThat(users.constraints()).isEmpty();
    assertThat(users.indexes()).isEmpty();
    assertThat(catalog.findIndex(ObjectName.of("users_email_key"))).isEmpty();
  }

  @Test
  void followsRenamesOfTablesAndColumns() {
    ObjectName people = ObjectName.of("people");
    Catalog catalog =
        fold(
            create(USERS, column("id")),
            add(USERS, Constraint.Kind.PRIMARY_KEY, "id"),
            create(POSTS, column("author")),
            new ConstraintOperation.AddConstraint(POSTS, foreignKey("author", USERS, "id")),
            new TableOperation.RenameTable(USERS, "people", false),
            new ColumnOperation.RenameColumn(people, "id", "key", false));

    assertThat(catalog.findTable(USERS)).isEmpty();
    Table renamed = catalog.findTable(people).orElseThrow();
    assertThat(renamed.primaryKey()).containsExactly("key");
    assertThat(catalog.findTableOfIndex(ObjectName.of("users_pkey"))).contains(renamed);
    assertThat(catalog.referencing(people)).extracting(Table::name).containsExactly(POSTS);
    assertThat(catalog.findTable(POSTS).orElseThrow().constraints().get(0).definition().reference())
        .contains(new Constraint.Reference(people, List.of("key"), ""));
  }

  @Test
  void undoesWhatWasRolledBack() {
    Catalog catalog =
        fold(
            create(USERS, column("id")),
            new SessionOperation.BeginTransaction("BEGIN"),
            create(POSTS, column("id")),
            new SessionOperation.Savepoint("SAVEPOINT a"),
            new TableOperation.DropTable(List.of(USERS), false, false));

    assertThat(catalog.findTable(USERS)).isEmpty();
    Catalog back = catalog.after(new SessionOperation.Savepoint("ROLLBACK TO SAVEPOINT a"));
    assertThat(back.findTable(USERS)).isPresent();
    assertThat(back.findTable(POSTS)).isPresent();
    Catalog rolledBack = back.after(new SessionOperation.RollbackTransaction("ROLLBACK"));
    assertThat(rolledBack.findTable(POSTS)).isEmpty();
  }

  @Test
  void resolvesNamesByTheSearchPath() {
    Catalog catalog =
        fold(
            new SessionOperation.SetSetting(
                "search_path", "app, public", SessionOperation.SetSetting.Scope.SESSION),
            create(USERS, column("id")));

    assertThat(catalog.findTable(ObjectName.of("app", "users"))).isPresent();
    assertThat(catalog.findTable(ObjectName.of("public", "users"))).isEmpty();
    assertThat(catalog.findTable(USERS)).isPresent();
    assertThat(catalog.newSession().findTable(USERS)).isEmpty();
  }

  static Catalog fold(Operation... operations) {
    Catalog catalog = Catalog.empty(Dialect.POSTGRESQL);
    for (Operation operation : operations) {
      catalog = catalog.after(operation);
    }
    return catalog;
  }

  static TableOperation.CreateTable create(ObjectName table, ColumnDefinition... columns) {
    return new TableOperation.CreateTable(
        table,
        false,
        false,
        false,
        List.of(columns),
        List.of(),
        Optional.empty(),
        false,
        List.of(),
        List.of(),
        false,
        List.of(),
        TableOptions.NONE,
        "");
  }

  static ColumnDefinition column(String name) {
    return new ColumnDefinition(
        name,
        Optional.of(new SqlType("integer", List.of(), 0, "integer")),
        false,
        Optional.empty(),
        Optional.empty(),
        false,
        List.of(),
        ColumnDefinition.Attributes.NONE,
        name + " integer");
  }

  private static Operation add(ObjectName table, Constraint.Kind kind, String... columns) {
    return new ConstraintOperation.AddConstraint(
        table,
        new Constraint(
            kind,
            Optional.empty(),
            List.of(columns),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            ""));
  }

  private static Constraint foreignKey(String column, ObjectName table, String to) {
    return new Constraint(
        Constraint.Kind.FOREIGN_KEY,
        Optional.empty(),
        List.of(column),
        Optional.empty(),
        Optional.of(new Constraint.Reference(table, List.of(to), "")),
        Optional.empty(),
        false,
        "");
  }
}
