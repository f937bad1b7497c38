package io.sealer.build.launch;

import java.util.Map;

/**
 * Commands that are run when an image is launched.
 *
 * @param directory where they start, as a path in the image; empty for its root
 * @param text for a shell
 * @param at where they stand
 * @param env their environment, as far as the image says it
 */
public record Script(String directory, String text, Call.Place at, Map<String, String> env) {
  public Script {
    env = Map.copyOf(env);
  }
}
