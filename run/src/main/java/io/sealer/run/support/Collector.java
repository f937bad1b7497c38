package io.sealer.run.support;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.engine.Json;
import io.sealer.run.support.scrub.KnownSecrets;
import io.sealer.run.support.scrub.ScrubbedOutput;
import io.sealer.run.support.scrub.Scrubber;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fills a bundle. Everything goes through a scrubber, and first into a file of its own, so that
 * memory stays flat however much a host says. Thread-safe.
 */
public final class Collector implements AutoCloseable {
  private static final long MOST_OF_ONE = 8L << 20;

  /** A host that hangs must not keep the others' answers. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final BundleWriter bundle;
  private final KnownSecrets secrets;
  private final List<Map<String, String>> missing = new ArrayList<>();

  /**
   * A collector for a file that is not there before it is whole.
   *
   * @param secrets texts that must not be in it
   */
  public Collector(Path file, String directory, KnownSecrets secrets) throws IOException {
    this.bundle = new BundleWriter(file, directory);
    this.secrets = secrets;
  }

  /** What a host answers to all that every host is asked. */
  public void host(String address, Session session) throws IOException {
    ask(Question.OF_HOSTS, "hosts/" + address, address, session);
  }

  /** What the cluster answers through one of its masters. */
  public void cluster(String master, Session session) throws IOException {
    ask(Question.OF_CLUSTER, "cluster", master, session);
  }

  private void ask(List<Question> questions, String directory, String host, Session session)
      throws IOException {
    for (Question question : questions) {
      String name = directory + "/" + question.file();
      write(
          name,
          out -> {
            Command command =
                Command.script("exec 2>&1\n" + question.script())
                    .named("look for " + question.file())
                    .withIdleTimeout(SILENCE)
                    .withStdout(out);
            try {
              session.exec(command);
            } catch (HostException e) {
              missing(host, question.file(), e.problem());
            }
          });
    }
  }

  /** A file of this machine, when it is there. */
  public void local(String name, Path file) throws IOException {
    if (Files.isRegularFile(file)) {
      write(
          name,
          out -> {
            try (InputStream in = Files.newInputStream(file)) {
              in.transferTo(out);
            }
          });
    }
  }

  /** A text that was made here. */
  public void text(String name, String content) throws IOException {
    write(name, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  private interface Writing {
    void to(OutputStream out) throws IOException;
  }

  private void write(String name, Writing content) throws IOException {
    Path file = Files.createTempFile("sealer-support-", ".txt"); // readable by its owner only
    try {
      try (var out =
          new ScrubbedOutput(Files.newOutputStream(file), new Scrubber(secrets), MOST_OF_ONE)) {
        content.to(out);
      }
      bundle.add(name, file);
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /** Notes what could not be had, and why. */
  public void missing(String from, String what, String why) {
    var entry = new LinkedHashMap<String, String>();
    entry.put("from", from);
    entry.put("what", what);
    entry.put("why", why);
    synchronized (missing) {
      missing.add(entry);
    }
  }

  /**
   * Writes the index and lets the bundle appear.
   *
   * @return how many things are missing
   */
  public int finish(Map<String, Object> about) throws IOException {
    var index = new LinkedHashMap<>(about);
    int count;
    synchronized (missing) {
      index.put("missing", List.copyOf(missing));
      count = missing.size();
    }
    text("index.json", Json.pretty(index) + "\n");
    bundle.finish();
    return count;
  }

  @Override
  public void close() throws IOException {
    bundle.close();
  }
}
