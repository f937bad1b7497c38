package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.testing.SshHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** How fast content goes; a number for the log, not a rule: machines differ. */
class ThroughputIT {
  private static final System.Logger LOG = System.getLogger("throughput");
  private static final long GIB = 1L << 30;

  @TempDir Path files;
  @RegisterExtension final SshHost host = new SshHost();

  @Test
  void a_gibibyte_is_streamed_put_and_fetched() throws Exception {
    FileContent content = FileContent.measure(() -> new RepeatingInput(GIB));
    Path file = files.resolve("big");
    Session session = host.session();
    long began = System.nanoTime();
    session.run(Command.script("cat >/dev/null").withStdin(content.source()));
    report("stream", began);

    began = System.nanoTime();
    session.put(content, RemoteFile.of(file.toString()));
    report("put, digest checked on the host", began);

    began = System.nanoTime();
    Path copy = files.resolve("copy");
    try (var to = Files.newOutputStream(copy, StandardOpenOption.CREATE_NEW)) {
      session.get(file.toString(), to);
    }
    report("get", began);
    assertThat(FileContent.of(copy).sha256()).isEqualTo(content.sha256());
  }

  @Test
  void commands_small_files_and_facts_take_milliseconds() throws Exception {
    Session session = host.session();
    each("command", 50, i -> session.run(Command.of("true")));
    each("small file", 50, i -> session.put(FileContent.of("x" + i), small(i)));
    each("small file again", 50, i -> session.put(FileContent.of("x" + i), small(i)));
    each("facts", 5, i -> session.facts(List.of("/")));
    assertThat(files).isDirectoryContaining(p -> p.endsWith("f49"));
  }

  private RemoteFile small(int i) {
    return RemoteFile.of(files.resolve("f" + i).toString());
  }

  private interface Step {
    void run(int i) throws HostException;
  }

  private static void each(String what, int times, Step step) throws HostException {
    long began = System.nanoTime();
    for (int i = 0; i < times; i++) {
      step.run(i);
    }
    double millis = (System.nanoTime() - began) / 1e6 / times;
    LOG.log(System.Logger.Level.INFO, "%s: %.1f ms".formatted(what, millis));
  }

  private static void report(String what, long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    LOG.log(System.Logger.Level.INFO, "%s: %.0f MB/s".formatted(what, GIB / 1e6 / seconds));
  }
}
