package dev.flux.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flux.endtoend.GitHubRepository.Pull;
import dev.flux.forge.github.FakePull.Posted;
import dev.flux.repository.CommandLineGit;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code /flux split} and {@code /flux confirm} on GitHub, with commits that real git judges. */
class EndToEndSplitGitHubTest {
  private static final String V2 = EndToEndGitHubTest.V2;
  private static final String STATUS = "ALTER TABLE users ADD COLUMN status text NOT NULL;\n";
  private static final String RENAME = "ALTER TABLE users RENAME COLUMN name TO full_name;\n";

  @TempDir static Path directory;

  private static GitHubSite site;
  private static RunningFlux flux;
  private static GitHubTalk talk;

  private final GitHubRepository repository = site.repository().base(EndToEndGitHubTest.BASE);

  @BeforeAll
  static void start() {
    site = new GitHubSite(directory);
    site.permit(GitHubSite.WRITING);
    flux = site.start(site.asApp(), "home");
    talk = new GitHubTalk(flux);
  }

  @AfterAll
  static void stop() {
    flux.close();
    site.close();
  }

  @AfterEach
  void nothingToComplain() {
    site.github.watch(call -> {}, call -> {});
    assertThat(site.github.complaints()).isEmpty();
  }

  private Pull opened(Map<String, String> files) {
    repository.fake.role("wren", "write").role("ann", "read").role("rob", "triage");
    Pull pull = repository.open(files);
    talk.deliver(pull, "opened");
    return pull;
  }

  private String log(String branch) {
    return CommandLineGit.run(
        repository.directory(), "log", "-1", "--format=%an <%ae>%n%B", branch);
  }

  private List<String> changed(String from, String to) {
    return CommandLineGit.run(repository.directory(), "diff", "--name-status", from, to)
        .lines()
        .toList();
  }

  @Test
  void aCommandInTheThreadOfALineIsObeyed() {
    Pull root = opened(Map.of(V2, RENAME));
    Posted finding = root.fake.inlineComments().get(0);
    Posted command = root.fake.sayInline("wren", finding.path(), finding.line(), "/flux split");
    assertThat(flux.deliverGitHub("pull_request_review_comment", root.lineCommented(command)))
        .isEqualTo(202);
    flux.settle();
    assertThat(command.reactions()).containsExactly("eyes", "rocket");
    assertThat(GitHubTalk.reply(root)).contains("Split into 3 changes");
  }

  @Test
  void aRenameBecomesOneRequestForEachDeploy() {
    Pull root = opened(Map.of(V2, RENAME));
    String head = root.fake.headSha();
    assertThat(GitHubTalk.summary(root)).contains("`/flux split` commits");
    Posted command = talk.commanded(root, "wren", "Please.\n\n/flux split");
    assertThat(command.reactions()).containsExactly("eyes", "rocket");
    assertThat(GitHubTalk.reply(root))
        .contains("Split into 3 changes", "2. #2 — backfill, after `/flux confirm deploy` there");
    CommandLineGit.run(repository.directory(), "fsck", "--strict", "--no-dangling");
    assertThat(log("topic-1"))
        .contains(
            "flux-reviews[bot] <4242+flux-reviews[bot]@users.noreply.127.0.0.1>",
            "Split #1 and keep what runs before its deploy",
            "- Add full_name beside name",
            "- backfill: Deploy the version that writes both name and full_name");

    assertThat(changed(head, "topic-1"))
        .containsExactly("A\tdb/migration/V2__add_full_name.sql", "D\t" + V2);
    talk.deliver(root, "synchronize");
    assertThat(root.lastCheck().conclusion()).isEqualTo("success");
    assertThat(root.fake.inlineComments()).allMatch(posted -> posted.body().startsWith("~~"));
    assertThat(GitHubTalk.summary(root))
        .contains("**Rollout of #1** — 1 of 3: **#1 expand** → #2 backfill");

    Pull backfill = repository.pull(2);
    Pull contract = repository.pull(3);
    assertThat(backfill.fake.title()).isEqualTo("Flux: backfill phase of #1");
    assertThat(backfill.fake.isDraft()).isTrue();
    assertThat(backfill.fake.baseRef()).isEqualTo("topic-1");
    assertThat(contract.fake.baseRef()).isEqualTo("flux/1-backfill");
    assertThat(changed("topic-1", "flux/1-backfill")).allMatch(line -> line.startsWith("A\t"));
    talk.deliver(backfill, "opened");
    talk.deliver(contract, "opened");
    for (Pull later : List.of(backfill, contract)) {
      assertThat(later.lastCheck().conclusion()).isEqualTo("failure");
      assertThat(later.fake.inlineComments()).isEmpty();
    }
    assertThat(backfill.lastCheck().title())
        .isEqualTo("Waits for #1 to be merged and /flux confirm deploy");
    assertThat(GitHubTalk.summary(contract))
        .contains("#2 backfill → **#3 contract**")
        .contains("⏳ Waits for #1 and #2 to be merged");
    leadThrough(root, backfill, contract);
  }

  private void leadThrough(Pull root, Pull backfill, Pull contract) {
    Posted early = talk.commanded(backfill, "wren", "/flux confirm deploy");
    assertThat(early.reactions()).containsExactly("eyes", "confused");
    assertThat(GitHubTalk.reply(backfill)).contains("#1 is not merged yet");

    repository.move("main", root.fake.headSha());
    root.fake.merge();
    talk.deliver(root, "closed");
    // The branch stands still: Flux aims what stood on it at where it went.
    assertThat(backfill.fake.baseRef()).isEqualTo("main");
    assertThat(backfill.lastCheck().title()).isEqualTo("Waits for /flux confirm deploy");
    Posted outsider = talk.commanded(backfill, "ann", "/flux confirm deploy");
    assertThat(outsider.reactions()).containsExactly("eyes", "confused");
    assertThat(backfill.lastCheck().conclusion()).isEqualTo("failure");
    Posted confirmed = talk.commanded(backfill, "wren", "/flux confirm deploy");
    assertThat(confirmed.reactions()).containsExactly("eyes", "rocket");
    assertThat(backfill.lastCheck().conclusion()).isEqualTo("success");

    // Squashed, and its branch deleted: the forge aims the last one at main.
    repository.squash("flux/1-backfill");
    backfill.fake.merge();
    repository.fake.deleteBranch("flux/1-backfill", "main");
    talk.deliver(backfill, "closed");
    assertThat(contract.fake.baseRef()).isEqualTo("main");
    assertThat(contract.lastCheck().title()).isEqualTo("Waits for /flux confirm backfill deploy");
    assertThat(contract.fake.inlineComments()).isEmpty();
    // What the squash brought to main is no change of this one any more.
    assertThat(GitHubTalk.summary(contract)).contains("1 migration, nothing dangerous");
    talk.commanded(contract, "wren", "/flux confirm backfill");
    assertThat(contract.lastCheck().conclusion()).isEqualTo("failure");
    talk.commanded(contract, "wren", "/flux confirm deploy");
    assertThat(contract.lastCheck().conclusion()).isEqualTo("success");
    assertThat(contract.fake.inlineComments()).isEmpty();
  }

  @Test
  void aValueOfTheSettingsOrOfTheFileIsAsGoodAsACommand() {
    repository.base(Map.of("flux.yml", "backfill: {users.status: \"'of settings'\"}\n"));
    Pull settled = opened(Map.of(V2, STATUS));
    assertThat(talk.commanded(settled, "wren", "/flux split --here").reactions())
        .containsExactly("eyes", "rocket");
    assertThat(texts("topic-1")).anyMatch(text -> text.contains("SET status = 'of settings'"));
    Pull written = opened(Map.of(V2, "-- flux: backfill users.status = 'of file'\n" + STATUS));
    assertThat(talk.commanded(written, "wren", "/flux split --here").reactions())
        .containsExactly("eyes", "rocket");
    assertThat(texts("topic-2")).anyMatch(text -> text.contains("SET status = 'of file'"));
  }

  @Test
  void aValueOfTheSettingsThatIsNoneIsAFinding() {
    Pull pull = opened(Map.of("flux.yml", "backfill: {users.status: 1; DROP TABLE users}\n"));
    assertThat(pull.lastCheck().conclusion()).isEqualTo("failure");
    assertThat(GitHubTalk.summary(pull)).contains("invalid-settings");
  }

  private List<String> texts(String branch) {
    return repository.paths(branch).stream()
        .map(path -> repository.read(branch, path).orElseThrow())
        .toList();
  }
}
