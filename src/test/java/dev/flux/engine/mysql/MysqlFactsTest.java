package dev.flux.engine.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.engine.EngineVersion;
import dev.flux.engine.StatementForm;
import dev.flux.schema.Catalog;
import dev.flux.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Holds the facts to what live servers answered when they were last asked, where none is at hand;
 * {@link MysqlFactsLiveTest} asks them.
 */
class MysqlFactsTest {

  @ParameterizedTest
  @CsvSource({"MYSQL, 8.0.33", "MARIADB, 11.4.5"})
  void factsAreWhatTheServerAnswered(Dialect dialect, String number) {
    EngineVersion version = EngineVersion.parse(number).orElseThrow();
    List<StatementForm> forms =
        MysqlForms.all().stream().filter(form -> form.knownTo(dialect, version)).toList();
    List<String> answers = Resources.text(dialect.id() + "-" + number + ".tsv").lines().toList();
    assertThat(answers).hasSameSizeAs(forms);
    Catalog schema = Claim.fold(Catalog.empty(dialect), MysqlForms.schema());
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i)).endsWith("\t" + forms.get(i));
      wrong.addAll(Answer.read(answers.get(i)).differences(forms.get(i), schema, version));
    }
    assertThat(wrong).isEmpty();
  }
}
