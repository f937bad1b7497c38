package io.sealer.node.serve;

import io.sealer.node.api.AgentConfig;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The configuration as the file has it now. A change counts with the next request; a file that is
 * damaged or gone is reported once, and what was last good stays. Thread-safe.
 */
public final class LiveConfig implements Supplier<AgentConfig> {
  private record Seen(String stamp, AgentConfig config) {}

  private final Path file;
  private final AgentLog log;
  private final AtomicReference<Seen> seen;

  private LiveConfig(Path file, AgentLog log, Seen first) {
    this.file = file;
    this.log = log;
    this.seen = new AtomicReference<>(first);
  }

  /** Reads the file, which must be good now. */
  public static LiveConfig of(Path file, AgentLog log) throws IOException {
    String stamp = stamp(file);
    return new LiveConfig(file, log, new Seen(stamp, read(file)));
  }

  /** Reads a configuration once. */
  public static AgentConfig read(Path file) throws IOException {
    try {
      return AgentConfig.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new OciException(
          "the agent's configuration " + file + " does not exist",
          "run 'sealer run' or 'sealer apply'; it writes this file",
          e);
    }
  }

  @Override
  public AgentConfig get() {
    Seen last = seen.get();
    String stamp = stamp(file);
    if (stamp.equals(last.stamp())) {
      return last.config();
    }
    Seen now = new Seen(stamp, reread(last.config()));
    // Whoever loses the race has read a file of the same or an older stamp; the next call repairs
    // it.
    return seen.compareAndSet(last, now) ? now.config() : seen.get().config();
  }

  private AgentConfig reread(AgentConfig last) {
    try {
      AgentConfig now = read(file);
      log.info("took up the changed " + file);
      if (!now.mirror().equals(last.mirror()) || !now.exchange().equals(last.exchange())) {
        log.warn("other listening addresses count after 'systemctl restart sealer-node'");
      }
      return now;
    } catch (IOException e) {
      log.warn("the last good configuration stays: " + e.getMessage());
      return last;
    }
  }

  private static String stamp(Path file) {
    try {
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.fileKey() + " " + is.lastModifiedTime() + " " + is.size();
    } catch (IOException gone) {
      return "";
    }
  }
}
