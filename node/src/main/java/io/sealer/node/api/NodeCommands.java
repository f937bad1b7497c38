package io.sealer.node.api;

import io.sealer.oci.Digest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Command lines of the agent's program, as lists of arguments, to be run as root on a host. Exit
 * codes: 0 done; 1 failed, the last lines on standard error are {@code error: …} and {@code hint:
 * …}; 2 wrong usage.
 *
 * @param program the program on the host
 * @param store the host's store
 */
public record NodeCommands(Path program, Path store) {
  /** The program and the store at their usual places. */
  public static NodeCommands defaults() {
    return new NodeCommands(AgentPaths.PROGRAM, AgentPaths.STORE);
  }

  /**
   * A script for {@code /bin/sh} that installs a version of the agent from its archive (.tar.gz) on
   * standard input and makes it the current one; running ones are not disturbed. Safe to repeat,
   * and to break off.
   */
  public static String install(String version) {
    Path home = AgentPaths.version(version);
    return """
    set -eu
    umask 022
    mkdir -p %1$s/pki && chmod 700 %1$s/pki
    if [ -x %2$s/bin/sealer-node ]; then cat >/dev/null; else
      rm -rf %2$s.part %2$s && mkdir %2$s.part
      tar -xzf - --strip-components=1 --no-same-owner -C %2$s.part
      sync && mv -T %2$s.part %2$s
    fi
    ln -sfn %2$s %3$s.new && mv -T %3$s.new %3$s
    """
        .formatted(AgentPaths.AGENT, home, AgentPaths.CURRENT);
  }

  /** Prints {@code sealer-node VERSION}. */
  public List<String> version() {
    return List.of(program.toString(), "version");
  }

  /** Runs the agent; used by the unit. */
  public List<String> serve(Path config) {
    return List.of(program.toString(), "serve", "--config", config.toString());
  }

  /** Waits until the running agent answers, at most this many seconds. */
  public List<String> health(Path config, int withinSeconds) {
    return List.of(
        program.toString(),
        "health",
        "--config",
        config.toString(),
        "--within",
        String.valueOf(withinSeconds));
  }

  /**
   * Prints a line of JSON that says where the kernel sends connections to the virtual address;
   * fails when no rules are there after so many seconds.
   */
  public List<String> balancer(Path config, int withinSeconds) {
    return List.of(
        program.toString(),
        "balancer",
        "--config",
        config.toString(),
        "--within",
        String.valueOf(withinSeconds));
  }

  /** Waits until an API server serves, at most this many seconds; fails when it does not. */
  public List<String> apiReady(Endpoint server, Path authority, int withinSeconds) {
    return List.of(
        program.toString(),
        "api-ready",
        "--server",
        server.toString(),
        "--authority",
        authority.toString(),
        "--within",
        String.valueOf(withinSeconds));
  }

  /** Removes every rule of the balancer; the agent must not run. */
  public List<String> balancerClear(Path config) {
    return List.of(program.toString(), "balancer-clear", "--config", config.toString());
  }

  /** Reads names of images, one a line; prints those that the running mirror does not hold. */
  public List<String> holds(Path config) {
    return List.of(program.toString(), "holds", "--config", config.toString());
  }

  /** The host's side of a {@link ContentTalk}; {@link ContentSender} is the other one. */
  public List<String> receive() {
    return withStore("receive");
  }

  /**
   * Removes an image's names and the content that no other image needs; prints {@code freed BYTES}.
   */
  public List<String> forget(Digest image) {
    return withStore("forget", "--image", image.toString());
  }

  /**
   * Lets a directory have the files of a rootfs manifest, and on top the files of a directory
   * {@code overlay}; prints {@code unpacked MANIFEST} or {@code unchanged MANIFEST}.
   */
  public List<String> unpack(Digest manifest, Path to, Optional<Path> overlay) {
    return unpacking("unpack", manifest, to, overlay);
  }

  /** {@link #receive}, and when all has come {@link #unpack}, in one program. */
  public List<String> receiveAndUnpack(Digest manifest, Path to, Optional<Path> overlay) {
    return unpacking("receive", manifest, to, overlay);
  }

  private List<String> unpacking(String command, Digest manifest, Path to, Optional<Path> overlay) {
    var line =
        new ArrayList<>(
            withStore(command, "--manifest", manifest.toString(), "--to", to.toString()));
    overlay.ifPresent(
        from -> {
          line.add("--overlay");
          line.add(from.toString());
        });
    return List.copyOf(line);
  }

  private List<String> withStore(String command, String... more) {
    var line = new ArrayList<>(List.of(program.toString(), command, "--store", store.toString()));
    line.addAll(List.of(more));
    return List.copyOf(line);
  }
}
