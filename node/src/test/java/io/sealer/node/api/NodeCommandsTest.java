package io.sealer.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandsTest {
  @TempDir Path temp;

  private int install(String version, Path archive) throws Exception {
    String script =
        NodeCommands.install(version)
            .replace(AgentPaths.AGENT.toString(), temp.resolve("agent").toString());
    return new ProcessBuilder("sh", "-c", script)
        .inheritIO()
        .redirectInput(archive.toFile())
        .start()
        .waitFor();
  }

  private Path archive(String says) throws Exception {
    Path program = temp.resolve("build/sealer-node/bin/sealer-node");
    Files.createDirectories(program.resolveSibling(""));
    Files.writeString(program, says);
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Path archive = temp.resolve(says + ".tar.gz");
    String tar = "tar -czf " + archive + " -C " + temp.resolve("build") + " sealer-node";
    assertThat(new ProcessBuilder("sh", "-c", tar).inheritIO().start().waitFor()).isZero();
    return archive;
  }

  @Test
  void an_agent_is_installed_beside_the_running_one_and_becomes_the_current_one() throws Exception {
    Path current = temp.resolve("agent/current/bin/sealer-node");
    assertThat(install("1", archive("one"))).isZero();
    assertThat(current).hasContent("one");
    assertThat(install("2", archive("two"))).isZero();
    assertThat(current).hasContent("two");
    assertThat(temp.resolve("agent/1/bin/sealer-node")).hasContent("one");
    assertThat(install("1", archive("two"))).as("a version that is here is not replaced").isZero();
    assertThat(current).hasContent("one");
  }

  @Test
  void a_broken_archive_changes_nothing() throws Exception {
    assertThat(install("1", archive("one"))).isZero();
    Path broken = Files.write(temp.resolve("broken"), "no archive".getBytes(UTF_8));
    assertThat(install("2", broken)).isNotZero();
    assertThat(temp.resolve("agent/current/bin/sealer-node")).hasContent("one");
    assertThat(temp.resolve("agent/2")).doesNotExist();
    assertThat(install("2", archive("two"))).isZero();
    assertThat(temp.resolve("agent/current/bin/sealer-node")).hasContent("two");
  }
}
