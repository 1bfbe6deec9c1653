package dev.flux.repository;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.flux.repository.ChangedFile.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.revwalk.RevCommit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real working copies on disk. */
class LocalCheckoutTest {
  private static final String USERS = "create table users (id bigint);\n";

  @TempDir Path temp;
  private Path top;
  private Git git;
  private RevCommit fork;

  @BeforeEach
  void checkOut() throws Exception {
    JGitSettings.apply();
    top = Files.createDirectory(temp.resolve("shop"));
    git = Git.init().setDirectory(top.toFile()).setInitialBranch("main").call();
    write(".gitignore", "build/\n*.log\n");
    write("db/V1__users.sql", USERS);
    write("db/V2__old.sql", "drop table old;\n");
    write("README.md", "Shop\n");
    fork = commit("Start");
    write("README.md", "Big shop\n");
    commit("Grow");
    git.checkout().setCreateBranch(true).setName("feature").setStartPoint(fork).call();
  }

  @AfterEach
  void close() {
    git.close();
  }

  private void write(String path, String text) throws IOException {
    Files.createDirectories(top.resolve(path).getParent());
    Files.writeString(top.resolve(path), text);
  }

  private RevCommit commit(String message) throws GitAPIException {
    git.add().addFilepattern(".").call();
    git.add().addFilepattern(".").setUpdate(true).call();
    return git.commit()
        .setMessage(message)
        .setAuthor("Robin", "robin@example.com")
        .setCommitter("Robin", "robin@example.com")
        .setSign(false)
        .call();
  }

  private LocalCheckout checkout(Path inside) throws GitException {
    return LocalCheckout.find(inside).orElseThrow();
  }

  private ChangeContent against(String base) throws GitException {
    try (LocalCheckout checkout = checkout(top)) {
      return checkout.against(base);
    }
  }

  @Test
  void comparesTheWorkingTreeWithTheMergeBase() throws Exception {
    write("db/V3__committed.sql", "select 3;\n");
    commit("Add a migration");
    write("db/V4__staged.sql", "select 4;\n");
    git.add().addFilepattern("db/V4__staged.sql").call();
    write("db/V5__untracked.sql", "select 5;\n");
    write("db/V1__users.sql", USERS + "create index i on users (id);\n");
    write("build/V6__ignored.sql", "select 6;\n");
    write("db/out.log", "select 7;\n");
    Files.delete(top.resolve("db/V2__old.sql"));

    try (LocalCheckout checkout = checkout(top);
        ChangeContent content = checkout.against("main")) {
      assertThat(content.files())
          .extracting(ChangedFile::path, ChangedFile::kind)
          .containsExactly(
              tuple("db/V1__users.sql", Kind.MODIFIED),
              tuple("db/V2__old.sql", Kind.DELETED),
              tuple("db/V3__committed.sql", Kind.ADDED),
              tuple("db/V4__staged.sql", Kind.ADDED),
              tuple("db/V5__untracked.sql", Kind.ADDED));
      assertThat(content.head().paths())
          .containsExactly(
              ".gitignore",
              "README.md",
              "db/V1__users.sql",
              "db/V3__committed.sql",
              "db/V4__staged.sql",
              "db/V5__untracked.sql");
      assertThat(content.head().read("db/V5__untracked.sql")).contains("select 5;\n");
      assertThat(content.head().read("db/out.log")).isEmpty();
      assertThat(content.head().read("../shop/db/V1__users.sql")).isEmpty();
      assertThat(content.base().read("db/V1__users.sql")).contains(USERS);
      assertThat(content.files().get(0).lines().oldLine(1)).isEqualTo(1);
      assertThat(content.files().get(0).lines().oldLine(2)).isZero();
    }
  }

  @Test
  void showsNoChangeWhereThereIsNone() throws Exception {
    assertThat(against("main").files()).isEmpty();
    write("README.md", "Shop\n"); // another time stamp, the same content
    assertThat(against("main").files()).isEmpty();
  }

  @Test
  void keepsWhatIsTrackedThoughItIsIgnored() throws Exception {
    write("build/V8__kept.sql", "select 8;\n");
    write("build/V9__ignored.sql", "select 9;\n");
    DirCache index = git.getRepository().lockDirCache();
    DirCacheBuilder builder = index.builder();
    builder.keep(0, index.getEntryCount());
    DirCacheEntry entry = new DirCacheEntry("build/V8__kept.sql");
    entry.setFileMode(FileMode.REGULAR_FILE);
    try (ObjectInserter inserter = git.getRepository().newObjectInserter()) {
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, "select 8;\n".getBytes(UTF_8)));
      inserter.flush();
    }
    builder.add(entry);
    assertThat(builder.commit()).isTrue();
    assertThat(against("main").files())
        .extracting(ChangedFile::path)
        .containsExactly("build/V8__kept.sql");
  }

  @Test
  void findsRenamesAndSkipsLinks() throws Exception {
    Files.move(top.resolve("db/V1__users.sql"), top.resolve("db/V1__people.sql"));
    Files.createSymbolicLink(top.resolve("db/V9__link.sql"), top.resolve("README.md"));
    ChangeContent content = against("main");
    assertThat(content.files())
        .containsExactly(
            new ChangedFile(
                "db/V1__people.sql", Optional.of("db/V1__users.sql"), Kind.RENAMED, LineSet.NONE));
    assertThat(content.head().paths()).doesNotContain("db/V9__link.sql");
    assertThat(content.head().read("db/V9__link.sql")).isEmpty();
  }

  @Test
  void worksFromASubdirectoryAndInAWorktree() throws Exception {
    try (LocalCheckout checkout = checkout(top.resolve("db"))) {
      assertThat(checkout.top()).isEqualTo(top);
    }
    Path worktree = temp.resolve("hotfix");
    Path admin = top.resolve(".git/worktrees/hotfix");
    Files.createDirectories(admin);
    Files.createDirectories(worktree.resolve("db"));
    Files.writeString(worktree.resolve(".git"), "gitdir: " + admin + "\n");
    Files.writeString(admin.resolve("gitdir"), worktree.resolve(".git") + "\n");
    Files.writeString(admin.resolve("commondir"), "../..\n");
    Files.writeString(admin.resolve("HEAD"), fork.name() + "\n");
    Files.copy(top.resolve(".git/index"), admin.resolve("index"));
    Files.writeString(worktree.resolve(".gitignore"), "build/\n*.log\n");
    Files.writeString(worktree.resolve("README.md"), "Shop\n");
    Files.writeString(worktree.resolve("db/V1__users.sql"), USERS);
    Files.writeString(worktree.resolve("db/V2__fix.sql"), "select 2;\n");
    try (LocalCheckout checkout = checkout(worktree.resolve("db"))) {
      assertThat(checkout.top()).isEqualTo(worktree);
      assertThat(checkout.against("main").files())
          .extracting(ChangedFile::path, ChangedFile::kind)
          .containsExactly(
              tuple("db/V2__fix.sql", Kind.ADDED), tuple("db/V2__old.sql", Kind.DELETED));
    }
  }

  @Test
  void takesATagACommitAndARemoteBranchAsBase() throws Exception {
    git.tag().setName("v1").setAnnotated(true).setMessage("One").setSigned(false).call();
    remoteBranch("trunk", fork);
    write("db/V3.sql", "select 3;\n");
    for (String base :
        new String[] {"v1", fork.name(), fork.abbreviate(8).name(), "origin/trunk", "trunk"}) {
      assertThat(against(base).files()).as(base).hasSize(1);
    }
  }

  @Test
  void knowsTheDefaultBranchOfTheRemote() throws Exception {
    try (LocalCheckout checkout = checkout(top)) {
      assertThat(checkout.defaultBase()).isEqualTo("main");
      remoteBranch("master", fork);
      assertThat(checkout.defaultBase()).isEqualTo("origin/master");
      remoteBranch("trunk", fork);
      git.getRepository().updateRef("refs/remotes/origin/HEAD").link("refs/remotes/origin/trunk");
      assertThat(checkout.defaultBase()).isEqualTo("origin/trunk");
    }
  }

  private void remoteBranch(String name, RevCommit commit) throws IOException {
    RefUpdate update = git.getRepository().updateRef("refs/remotes/origin/" + name);
    update.setNewObjectId(commit);
    update.forceUpdate();
  }

  @Test
  void saysWhatToDoWithoutABase() throws Exception {
    git.branchDelete().setBranchNames("main").setForce(true).call();
    try (LocalCheckout checkout = checkout(top)) {
      assertThatThrownBy(checkout::defaultBase)
          .isInstanceOf(GitException.Refused.class)
          .hasMessageContaining("--base");
    }
    assertThatThrownBy(() -> against("nowhere"))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("`nowhere`")
        .hasMessageContaining("--base");
    assertThatThrownBy(() -> against("a..b~^{"))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("--base");
  }

  @Test
  void saysThatHistoriesAreUnrelated() throws Exception {
    git.checkout().setOrphan(true).setName("island").call();
    commit("Another start");
    assertThatThrownBy(() -> against("main"))
        .isInstanceOf(GitException.Refused.class)
        .hasMessageContaining("no commit in common");
  }

  @Test
  void findsNothingOutsideGitAndNoCommitInANewRepository() throws Exception {
    assertThat(LocalCheckout.find(Files.createDirectory(temp.resolve("plain")))).isEmpty();
    GitFixture.create(temp.resolve("bare.git")).close();
    assertThat(LocalCheckout.find(temp.resolve("bare.git"))).isEmpty();
    Path fresh = temp.resolve("fresh");
    Git.init().setDirectory(fresh.toFile()).call().close();
    try (LocalCheckout checkout = checkout(fresh)) {
      assertThatThrownBy(() -> checkout.against("main"))
          .isInstanceOf(GitException.Refused.class)
          .hasMessageContaining("no commit yet");
    }
  }
}
