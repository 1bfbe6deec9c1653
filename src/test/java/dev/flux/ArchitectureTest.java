package dev.flux;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.time.Clock;

/** Who may know whom: the rooms of the house, and the doors that stay shut. */
@AnalyzeClasses(packages = "dev.flux", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule ROOMS_HAVE_NO_CIRCLES =
      slices()
          .matching("dev.flux.(*)..")
          .should()
          .beFreeOfCycles()
          .because(
              "data flows along one line, from the delivery to the publication, and never back");

  @ArchTest
  static final ArchRule PURE_ROOMS_TOUCH_NO_OUTSIDE =
      noClasses()
          .that(
              resideInAnyPackage(
                  "dev.flux.sql..",
                  "dev.flux.schema..",
                  "dev.flux.engine..",
                  "dev.flux.hazard..",
                  "dev.flux.rollout.."))
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                  "dev.flux.forge..",
                  "dev.flux.webhook..",
                  "dev.flux.work..",
                  "dev.flux.server..",
                  "dev.flux.shadow..",
                  "dev.flux.review..",
                  "dev.flux.cli..",
                  "java.sql..",
                  "javax.sql..",
                  "java.net.http..",
                  "org.eclipse.jgit.."))
          .because("reading, facts, judgement and plans are pure functions over values");

  @ArchTest
  static final ArchRule PURE_ROOMS_HAVE_NO_CLOCK =
      noClasses()
          .that(
              resideInAnyPackage(
                  "dev.flux.sql..",
                  "dev.flux.schema..",
                  "dev.flux.engine..",
                  "dev.flux.hazard..",
                  "dev.flux.rollout..",
                  "dev.flux.migration.."))
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because("the same change gives the same review on every day");

  @ArchTest
  static final ArchRule GITHUB_CLIENT =
      onlyIn("dev.flux.forge.github..", "the port hides which forge it is", "org.kohsuke..");

  @ArchTest
  static final ArchRule GITLAB_CLIENT =
      onlyIn("dev.flux.forge.gitlab..", "the port hides which forge it is", "org.gitlab4j..");

  @ArchTest
  static final ArchRule HTTP_SERVER =
      onlyIn(
          "dev.flux.server..", "a webhook is verified without knowing the server", "io.javalin..");

  @ArchTest
  static final ArchRule GIT =
      onlyIn("dev.flux.repository..", "content comes as snapshots", "org.eclipse.jgit..");

  @ArchTest
  static final ArchRule DATABASE =
      noClasses()
          .that(
              resideInAPackage("dev.flux..")
                  .and(
                      com.tngtech.archunit.base.DescribedPredicate.not(
                          resideInAnyPackage(
                              "dev.flux.work..", "dev.flux.stats..", "dev.flux.shadow.."))))
          .should()
          .dependOnClassesThat(resideInAnyPackage("java.sql..", "javax.sql.."))
          .because("only durable work, statistics and proofs speak to a database");

  @ArchTest
  static final ArchRule THROWAWAY_SERVER =
      onlyIn("dev.flux.shadow..", "SQL of others runs nowhere else", "io.zonky..");

  @ArchTest
  static final ArchRule SQL_PARSER =
      onlyIn("dev.flux.sql..", "everything else sees operations", "net.sf.jsqlparser..");

  private static ClassesShouldConjunction noOthers(String room, String... libraries) {
    return noClasses()
        .that(
            resideInAPackage("dev.flux..")
                .and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAPackage(room))))
        .should()
        .dependOnClassesThat(resideInAnyPackage(libraries));
  }

  private static ArchRule onlyIn(String room, String reason, String... libraries) {
    return noOthers(room, libraries).because(reason);
  }

  @ArchTest
  static final ArchRule FACTS_DO_NOT_JUDGE =
      classes()
          .that(resideInAPackage("dev.flux.engine.."))
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                  "dev.flux.engine..",
                  "dev.flux.schema..",
                  "dev.flux.sql..",
                  "java..",
                  "org.jspecify..",
                  "org.pcollections.."))
          .because("a fact is right or wrong whatever anybody thinks of it");
}
