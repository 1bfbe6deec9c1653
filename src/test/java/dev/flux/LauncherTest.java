package dev.flux;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a copy of the project's top, with stand-ins for Java and Maven. */
final class LauncherTest {
  @TempDir private Path temporary;
  private Path top;
  private Path home;
  private Path tools;

  @BeforeEach
  void copyLauncher() throws IOException {
    assumeThat(System.getProperty("os.name"))
        .as("the launcher is a shell script")
        .doesNotStartWith("Windows");
    top = Files.createDirectories(temporary.resolve("a project"));
    home = temporary.resolve("a jdk");
    tools = Files.createDirectories(temporary.resolve("tools"));
    Files.copy(Path.of("flux"), top.resolve("flux"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(top.resolve("pom.xml"), "");
    Files.createDirectories(top.resolve("src/main/java"));
    for (String tool :
        List.of(
            "bash",
            "cat",
            "dirname",
            "find",
            "head",
            "ln",
            "mkdir",
            "mktemp",
            "mv",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "tail",
            "touch")) {
      Path found = Path.of("/usr/bin", tool);
      Files.createSymbolicLink(
          tools.resolve(tool), Files.exists(found) ? found : Path.of("/bin", tool));
    }
    java("17.0.1");
    script(home.resolve("bin/javac"), "");
    maven("mkdir -p target/lib; sleep 0.2; echo built >> builds; touch target/flux.jar");
  }

  private static void script(Path file, String body) throws IOException {
    Files.createDirectories(file.resolveSibling(""));
    Files.writeString(file, "#!/usr/bin/env bash\n" + body + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void java(String version) throws IOException {
    script(
        home.resolve("bin/java"),
        "case \"$*\" in *-Xshare:*archive*|*warm*) exit 1;; esac\n"
            + "printf '<%s>' \"$@\"; exit ${CODE:-0}");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private void maven(String body) throws IOException {
    script(tools.resolve("mvn"), body);
  }

  private record Outcome(int code, String out, String err) {}

  private ProcessBuilder launcher(Path launcher, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder process = new ProcessBuilder(command);
    Map<String, String> environment = process.environment();
    environment.clear();
    environment.put("PATH", tools.toString());
    environment.put("JAVA_HOME", home.toString());
    process.directory(temporary.toFile());
    process.redirectOutput(Files.createTempFile(temporary, "out", "").toFile());
    process.redirectError(Files.createTempFile(temporary, "err", "").toFile());
    return process;
  }

  private static Outcome end(ProcessBuilder builder, Process process)
      throws IOException, InterruptedException {
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
    return new Outcome(
        process.exitValue(),
        Files.readString(builder.redirectOutput().file().toPath(), UTF_8),
        Files.readString(builder.redirectError().file().toPath(), UTF_8));
  }

  private Outcome run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder builder = launcher(top.resolve("flux"), arguments);
    return end(builder, builder.start());
  }

  private long builds() throws IOException {
    Path builds = top.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  @Test
  void buildsOnFirstUseAloneAndHandsTheArgumentsOver() throws Exception {
    Outcome first = run("review", "a file.sql");
    assertThat(first.out()).contains("<-Dflux.top=" + top.toRealPath() + ">");
    assertThat(first.out()).endsWith("target/flux.jar><review><a file.sql>");
    assertThat(first.err()).isEqualTo("flux: building, once…\n");
    assertThat(run("review").err()).isEmpty();
    assertThat(builds()).isEqualTo(1);
    assertThat(top.resolve("target/flux.lock")).doesNotExist();
  }

  @Test
  void buildsAgainWhenASourceIsNewer() throws Exception {
    run("review");
    Path source = top.resolve("src/main/java/New.java");
    Files.writeString(source, "");
    Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 2_000));
    run("review");
    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void runsThroughASymbolicLink() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link"), Path.of("a project/flux"));
    ProcessBuilder builder = launcher(link, "review");
    assertThat(end(builder, builder.start()).out()).endsWith("flux.jar><review>");
  }

  @Test
  void twoFirstUsesAtOnceBuildOnce() throws Exception {
    ProcessBuilder one = launcher(top.resolve("flux"), "review");
    ProcessBuilder other = launcher(top.resolve("flux"), "review");
    Process running = one.start();
    Process waiting = other.start();
    assertThat(end(one, running).code()).isZero();
    assertThat(end(other, waiting).code()).isZero();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void clearsAwayTheLockOfADeadProcess() throws Exception {
    Files.createDirectories(top.resolve("target"));
    Files.createSymbolicLink(top.resolve("target/flux.lock"), Path.of("99999999"));
    assertThat(run("review").code()).isZero();
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    ProcessBuilder builder = launcher(top.resolve("flux"), "review");
    builder.environment().put("CODE", "1");
    assertThat(end(builder, builder.start()).code()).isEqualTo(1);
  }

  @Test
  void saysThatJavaIsMissing() throws Exception {
    ProcessBuilder builder = launcher(top.resolve("flux"), "review");
    builder.environment().remove("JAVA_HOME");
    assertRefused(end(builder, builder.start()), "needs Java 17 or newer, and found none");
  }

  @Test
  void saysThatJavaIsTooOld() throws Exception {
    java("11.0.2");
    assertRefused(run("review"), "needs Java 17 or newer; " + home + "/bin/java is 11.0.2");
  }

  @Test
  void saysThatMavenIsMissing() throws Exception {
    Files.delete(tools.resolve("mvn"));
    assertRefused(run("review"), "found no mvn on the PATH");
  }

  @Test
  void saysThatTheCompilerIsMissing() throws Exception {
    Files.delete(home.resolve("bin/javac"));
    assertRefused(run("review"), "is a runtime without javac");
  }

  @Test
  void saysWhyTheBuildFailed() throws Exception {
    maven("echo 'cannot resolve'; exit 1");
    Outcome outcome = run("review");
    assertRefused(outcome, "the build failed; all of it is in");
    assertThat(outcome.err()).contains("cannot resolve");
    assertThat(top.resolve("target/flux.lock")).doesNotExist();
  }

  private static void assertRefused(Outcome outcome, String why) {
    assertThat(outcome.err()).contains("flux: ", why);
    assertThat(outcome.code()).isEqualTo(2);
  }
}
