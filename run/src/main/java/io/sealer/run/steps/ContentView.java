package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.node.api.AgentPaths;
import io.sealer.run.engine.SharedLook;
import io.sealer.run.engine.StepContext;
import java.util.Set;

/**
 * Looks at what content a host has, once for all steps that ask at the same time. Only at names and
 * sizes, without starting the agent's program: cheap and exact enough. Thread-safe.
 */
final class ContentView {
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
  private final SharedLook<ContentOnHost> shared = new SharedLook<>();

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
    return shared.at(() -> ask(at));
  }

  /** What was seen is no longer all that there is. */
  void forget() {
    shared.forget();
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
