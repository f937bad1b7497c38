package io.sealer.run.support;

import io.sealer.host.Session;
import io.sealer.run.engine.Json;
import io.sealer.run.support.scrub.KnownSecrets;
import io.sealer.run.support.scrub.ScrubbedOutput;
import io.sealer.run.support.scrub.Scrubber;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills a bundle. Everything goes through a scrubber, and first into a file of its own, so that
 * memory stays flat however much a host says. Thread-safe.
 */
public final class Collector implements AutoCloseable {
  private static final long MOST_OF_ONE = 8L << 20;

  /** For all questions to one host. */
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private final BundleWriter bundle;
  private final KnownSecrets secrets;
  private final Duration limit;
  private final List<Map<String, String>> missing = new ArrayList<>();

  /**
   * A collector for a file that is not there before it is whole.
   *
   * @param secrets texts that must not be in it
   */
  public Collector(Path file, String directory, KnownSecrets secrets) throws IOException {
    this(file, directory, secrets, LIMIT);
  }

  Collector(Path file, String directory, KnownSecrets secrets, Duration limit) throws IOException {
    this.bundle = new BundleWriter(file, directory);
    this.secrets = secrets;
    this.limit = limit;
  }

  /** What a host answers to all that every host is asked; within three minutes. */
  public void host(String address, Session session) throws IOException, InterruptedException {
    ask(Question.OF_HOSTS, "hosts/" + address, address, session);
  }

  /** What the cluster answers through one of its masters; within three minutes. */
  public void cluster(String master, Session session) throws IOException, InterruptedException {
    ask(Question.OF_CLUSTER, "cluster", master, session);
  }

  void ask(List<Question> questions, String directory, String host, Session session)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    for (Question question : questions) {
      write(
          directory + "/" + question.file(),
          out -> {
            var answer = new Answer(question, session, out);
            Duration left = Duration.ofNanos(end - System.nanoTime());
            Optional<String> lack = answer.within(left);
            lack.ifPresent(why -> missing(host, question.file(), why));
            if (lack.isPresent()) {
              out.forgetLine();
            }
          });
    }
  }

  /** A file of this machine, when it is there. */
  public void local(String name, Path file) throws IOException, InterruptedException {
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
  public void text(String name, String content) throws IOException, InterruptedException {
    write(name, out -> out.write(content.getBytes(StandardCharsets.UTF_8)));
  }

  private interface Writing {
    void to(ScrubbedOutput out) throws IOException, InterruptedException;
  }

  private void write(String name, Writing content) throws IOException, InterruptedException {
    Path file = Files.createTempFile("sealer-support-", ".txt"); // readable by its owner only
    try {
      try (var out =
          new ScrubbedOutput(
              // Not a channel's: interrupting a writer would close it.
              new BufferedOutputStream(new FileOutputStream(file.toFile())),
              new Scrubber(secrets),
              MOST_OF_ONE)) {
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
  public int finish(Map<String, Object> about) throws IOException, InterruptedException {
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
