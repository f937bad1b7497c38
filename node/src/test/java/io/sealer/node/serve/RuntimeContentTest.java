package io.sealer.node.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Digest;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeContentTest {
  private static final byte[] CONTENT = "content".getBytes(UTF_8);
  private static final Digest DIGEST = Digest.of(CONTENT);

  @TempDir Path temp;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private Instant now = Instant.EPOCH;

  @Test
  void after_a_failure_links_are_tried_again_a_minute_later_and_it_is_said_once() throws Exception {
    Path file = Files.write(temp.resolve("file"), CONTENT);
    Path directory = Files.createDirectory(temp.resolve("containerd"));
    Path obstacle = Files.write(directory.resolve("blobs"), CONTENT); // as good as a full disk
    var log = new AgentLog(new PrintStream(said, true, UTF_8), new PrintStream(said, true, UTF_8));
    var runtime = new RuntimeContent(Optional.of(directory), log, () -> now);

    runtime.give(DIGEST, file);
    now = now.plusSeconds(59);
    assertThat(runtime.isWithinReach()).isFalse();
    now = now.plusSeconds(1);
    assertThat(runtime.isWithinReach()).isTrue();
    runtime.give(DIGEST, file);
    assertThat(said.toString(UTF_8).lines()).hasSize(1);

    Files.delete(obstacle);
    now = now.plusSeconds(60);
    runtime.give(DIGEST, file);

    assertThat(runtime.has(DIGEST)).isTrue();
    assertThat(Files.isSameFile(directory.resolve("blobs/sha256/" + DIGEST.hex()), file)).isTrue();
  }
}
