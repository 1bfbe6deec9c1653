package dev.flux.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.sql.ObjectName;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which columns a view is taken to read: rather one too many than one too few. */
class ViewTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT weight FROM pears|true",
        "SELECT Weight FROM pears|true",
        "SELECT p.weight FROM pears p|true",
        "SELECT * FROM pears|true",
        "SELECT p.* FROM pears p|true",
        "SELECT id, * FROM pears|true",
        "SELECT DISTINCT * FROM pears|true",
        "SELECT id FROM pears WHERE weight > 3|true",
        "SELECT count(*) FROM pears|false",
        "SELECT id * 2 FROM pears|false",
        "SELECT weight_kg FROM pears|false"
      })
  void itNamesAColumn(String query, boolean names) {
    ObjectName pears = ObjectName.of("pears");
    View view =
        new View(
            ObjectName.of("v"),
            false,
            List.of(pears),
            List.of(),
            query,
            true,
            List.of(),
            List.of());
    assertThat(view.names("weight")).isEqualTo(names);
  }
}
