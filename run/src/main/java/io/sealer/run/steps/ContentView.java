package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.node.api.AgentPaths;
import io.sealer.run.engine.StepContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Looks at what content a host has, once for all steps that ask at the same time. Only at names and
 * sizes, without starting the agent's program: cheap and exact enough. Thread-safe.
 */
final class ContentView {
  private static final Duration FRESH = Duration.ofSeconds(1);
  private static final String BLOBS = AgentPaths.STORE.resolve("blobs/sha256").toString();

  private static final String HELD =
      """
      [ -x "$1" ] || exit 0
      echo agent
      if [ -d "$3" ]; then echo "$4"; fi
      for step in "$steps"/*; do
        if [ -f "$step" ] && IFS= read -r inputs <"$step"; then printf 'marked %s %s\\n' "${step##*/}" "$inputs"; fi
      done
      [ ! -d "$2" ] || find "$2" -type f -printf '%f %s\\n'
      """;

  private final String rootfs;
  private final ReentrantLock lock = new ReentrantLock();
  private Instant seenAt = Instant.EPOCH;
  private ContentOnHost seen = new ContentOnHost(Set.of());

  /**
   * A view of one host.
   *
   * @param rootfs where the image's files are unpacked there
   */
  ContentView(String rootfs) {
    this.rootfs = rootfs;
  }

  /** What the host has, seen at most a second ago. */
  ContentOnHost look(StepContext at) throws HostException {
    lock.lock();
    try {
      if (seenAt.plus(FRESH).isBefore(Instant.now())) {
        seen = ask(at);
        seenAt = Instant.now();
      }
      return seen;
    } finally {
      lock.unlock();
    }
  }

  /** What was seen is no longer all that there is. */
  void forget() {
    lock.lock();
    try {
      seenAt = Instant.EPOCH;
    } finally {
      lock.unlock();
    }
  }

  private ContentOnHost ask(StepContext at) throws HostException {
    String program = AgentPaths.PROGRAM.toString();
    return new ContentOnHost(
        Set.copyOf(
            Scripts.run(
                    at, "look at the content", HELD, program, BLOBS, rootfs, ContentOnHost.UNPACKED)
                .lines()));
  }
}
