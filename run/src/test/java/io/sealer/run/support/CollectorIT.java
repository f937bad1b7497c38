package io.sealer.run.support;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Connector;
import io.sealer.host.KnownHosts;
import io.sealer.host.Session;
import io.sealer.host.Target;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import io.sealer.run.support.scrub.KnownSecrets;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CollectorIT {
  @TempDir Path directory;

  private static Map<String, String> members(Path bundle) throws IOException {
    var members = new TreeMap<String, String>();
    try (InputStream in = new GZIPInputStream(Files.newInputStream(bundle))) {
      var tar = new TarReader(in);
      for (Optional<TarEntry> e = tar.next(); e.isPresent(); e = tar.next()) {
        members.put(e.get().name(), new String(tar.content().readAllBytes(), UTF_8));
      }
    }
    return members;
  }

  @Test
  void a_bundle_is_private_whole_and_without_secrets() throws Exception {
    Path file = directory.resolve("support.tar.gz");
    Path journal = Files.writeString(directory.resolve("journal"), "ran with hunter2\n");
    try (var collector = new Collector(file, "support-c", KnownSecrets.of(List.of("hunter2")))) {
      collector.local("journal.jsonl", journal);
      collector.local("nothing", directory.resolve("nothing"));
      collector.text("long.txt", ("x".repeat(100) + "\n").repeat(100_000));
      collector.missing("10.0.0.2", "everything", "no route; password: hunter2");
      assertThat(file).doesNotExist();
      assertThat(collector.finish(Map.of("cluster", "c"))).isEqualTo(1);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    Map<String, String> members = members(file);
    assertThat(members.keySet())
        .containsExactly("support-c/index.json", "support-c/journal.jsonl", "support-c/long.txt");
    assertThat(members).containsEntry("support-c/journal.jsonl", "ran with [removed]\n");
    assertThat(members.get("support-c/index.json"))
        .contains("10.0.0.2", "no route")
        .doesNotContain("hunter2");
    assertThat(members.get("support-c/long.txt"))
        .hasSizeLessThan(9 << 20)
        .endsWith("[the rest is left out]\n");
  }

  @Test
  void a_bundle_that_was_not_finished_leaves_nothing() throws IOException {
    Path file = directory.resolve("support.tar.gz");
    assertThatThrownBy(
            () -> {
              try (var collector = new Collector(file, "support-c", KnownSecrets.NONE)) {
                collector.text("a.txt", "a\n");
                throw new IOException("interrupted");
              }
            })
        .hasMessage("interrupted");
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  private String asked(Duration limit, Question... questions) throws Exception {
    Path file = directory.resolve("support.tar.gz");
    var none = new KnownHosts(directory.resolve("known_hosts"), _ -> {});
    try (Session session = Connector.create(none).connect(Target.of("127.0.0.1").withLocal());
        var collector = new Collector(file, "s", KnownSecrets.NONE, limit)) {
      collector.ask(List.of(questions), "hosts/h", "h", session);
      collector.finish(Map.of());
    }
    return members(file).toString();
  }

  @Test
  void what_a_host_lacks_is_missing_unless_not_every_host_has_it() throws Exception {
    String bundle =
        asked(
            Duration.ofMinutes(1),
            new Question("a.txt", "want echo hello; look false; look no-such-program"),
            new Question("b.txt", "want ls /no-such-file; want echo more"),
            new Question("c.txt", "last 2 printf 'a\\nb\\nc\\n'; last 2 false"));
    assertThat(bundle)
        .contains("hello", "No such file", "more", "hosts/h/c.txt=b\nc\n")
        .contains("\"what\" : \"b.txt\"", "\"what\" : \"c.txt\"")
        .doesNotContain("\"what\" : \"a.txt\"");
  }

  @Test
  void a_host_that_takes_too_long_is_cut_off_and_its_answers_so_far_stay() throws Exception {
    String bundle =
        asked(
            Duration.ofSeconds(2),
            new Question("a.txt", "echo quick"),
            new Question("b.txt", "echo slow; printf half; while :; do sleep 0.1; printf .; done"),
            new Question("c.txt", "echo never"));
    assertThat(bundle)
        .contains("quick", "slow", "\"what\" : \"b.txt\"", "\"what\" : \"c.txt\"", "cut off")
        .doesNotContain("half", "never", "\"what\" : \"a.txt\"");
  }

  @Test
  void every_question_is_a_shell_script() throws Exception {
    for (Question question :
        Stream.concat(Question.OF_HOSTS.stream(), Question.OF_CLUSTER.stream()).toList()) {
      Path script = Files.writeString(directory.resolve("script"), question.script());
      assertThat(new ProcessBuilder("sh", "-n", script.toString()).start().waitFor())
          .as(question.file())
          .isZero();
    }
  }
}
