package dev.flux.forge.gitlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flux.config.Secret;
import dev.flux.forge.ChangeRequest;
import dev.flux.forge.ChangeRequestId;
import dev.flux.forge.Check;
import dev.flux.forge.ForgeException;
import dev.flux.forge.ForgeKind;
import dev.flux.forge.Markers;
import dev.flux.forge.Publication;
import dev.flux.forge.Publisher;
import dev.flux.forge.Remark;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A review on a merge request, told again and again. */
class GitLabPublishingTest {
  private static final ChangeRequestId ID =
      new ChangeRequestId(ForgeKind.GITLAB, "orchard/pear", 1);
  private static final String BASE = "b".repeat(40);
  private static final String HEAD = "d".repeat(40);
  private static final String LATER = "e".repeat(40);
  private static final String PATH = "db/2_ripeness.sql";
  private static final FakeDiff DIFF = FakeDiff.added(PATH, "DROP TABLE leaf;\nDROP TABLE twig;\n");
  private static final Remark LEAF = remark("drop-table:leaf", 1);
  private static final Remark TWIG = remark("drop-table:twig", 2);

  private FakeGitLab gitLab;
  private FakeProject project;
  private FakeMergeRequest request;
  private GitLabForge forge;
  private Publisher publisher;

  @BeforeEach
  void open() throws IOException {
    gitLab = FakeGitLab.start();
    project = gitLab.addProject(ID.repository());
    request = project.openMergeRequest(gitLab.addUser("mira", "active"), "ripeness", false);
    request.push(BASE, BASE, HEAD, List.of(DIFF));
    forge = new GitLabForge(gitLab.settings(), Clock.systemUTC());
    publisher = new Publisher(forge, new Markers(Secret.of("the key of the markers")));
  }

  @AfterEach
  void close() {
    gitLab.close();
  }

  private static Remark remark(String fingerprint, int line) {
    return new Remark(fingerprint, "title", PATH, line, line, 0, true, "about line " + line);
  }

  private void publish(ChangeRequest change, Remark... remarks) throws ForgeException {
    Check check =
        new Check(Check.State.FAILURE, remarks.length + " dangerous", "", Optional.empty());
    Publication publication = new Publication(check, "the summary", false, List.of(remarks));
    publisher.publish(change, publication, live -> forge.load(ID).headSha());
  }

  @Test
  void toldTwiceItStandsOnce() throws ForgeException {
    publish(forge.load(ID), LEAF, TWIG);
    List<String> notes = request.noteBodies();
    List<String> discussions = request.discussionLines();
    publish(forge.load(ID), LEAF, TWIG);
    assertThat(notes).singleElement().asString().startsWith("the summary");
    assertThat(discussions).hasSize(2);
    assertThat(request.noteBodies()).isEqualTo(notes);
    assertThat(request.discussionLines()).isEqualTo(discussions);
    assertThat(project.statusesOf(HEAD)).containsExactly("failed: 2 dangerous");
  }

  @Test
  void whatBrokeOffIsMadeUp() throws ForgeException {
    ChangeRequest change = forge.load(ID);
    gitLab.failAt("POST projects/orchard/pear/merge_requests/1/discussions", 2, 502, Map.of());
    assertThatThrownBy(() -> publish(change, LEAF, TWIG))
        .isInstanceOf(ForgeException.Unavailable.class);
    assertThat(request.discussionLines()).hasSize(1);
    publish(change, LEAF, TWIG);
    assertThat(request.discussionLines()).hasSize(2);
    assertThat(request.noteBodies()).hasSize(1);
  }

  @Test
  void aFixedFindingIsResolvedAndComesBack() throws ForgeException {
    publish(forge.load(ID), LEAF, TWIG);
    request.push(BASE, BASE, LATER, List.of(DIFF));
    publish(forge.load(ID), LEAF);
    assertThat(request.discussionLines()).hasSize(2);
    assertThat(request.discussionLines())
        .filteredOn(line -> line.endsWith("(resolved)"))
        .hasSize(1);
    publish(forge.load(ID), LEAF, TWIG);
    assertThat(request.discussionLines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).doesNotEndWith("(resolved)"));
  }

  @Test
  void aMovedHeadGetsNothing() throws ForgeException {
    ChangeRequest before = forge.load(ID);
    forge.report(before, new Check(Check.State.IN_PROGRESS, "reading", "", Optional.empty()));
    request.push(BASE, BASE, LATER, List.of(DIFF));
    assertThatThrownBy(() -> publish(before, LEAF)).isInstanceOf(ForgeException.HeadMoved.class);
    assertThat(request.noteBodies()).isEmpty();
    assertThat(project.statusesOf(HEAD))
        .singleElement()
        .asString()
        .startsWith("success: superseded");
    assertThat(project.statusesOf(LATER)).isEmpty();
  }
}
