package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import io.sealer.run.provider.ProviderListener;
import io.sealer.run.provider.ProviderSite;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The root tree of all hosts, made once per machine by the node image's script {@code build-root},
 * which this product carries with everything it needs.
 */
final class NodeTree {
  /** The recipe; a test compares it with the folder it is taken from. */
  static final List<String> FILES =
      List.of(
          "build-root",
          "overlay/etc/ssh/sshd_config.d/sealer.conf",
          "overlay/etc/sysctl.d/99-sealer-host.conf",
          "overlay/etc/systemd/journald.conf.d/sealer.conf",
          "overlay/etc/systemd/system/sealer-host-setup.service",
          "overlay/usr/local/sbin/sealer-host-setup");

  private NodeTree() {}

  /** The tree, made when it is missing or its recipe has changed (about a minute). */
  static Path ensure(ProviderSite site, ProviderListener listener)
      throws IOException, ProviderException, InterruptedException {
    Files.createDirectories(site.cache());
    Path recipe = Files.createTempDirectory(site.cache(), "node-recipe-");
    try {
      unpack(recipe);
      String output =
          Tool.of(recipe.resolve("build-root").toString())
              .with(Map.of("SEALER_CACHE", site.cache().toString()))
              .follow(line -> tell(line, listener))
              .run("correct what it says and run the same again");
      return Path.of(output.lines().toList().getLast()).toRealPath();
    } finally {
      delete(recipe);
    }
  }

  private static void tell(String line, ProviderListener listener) {
    if (line.startsWith("build-root:")) {
      listener.on("", "root tree" + line.substring("build-root".length()));
    }
  }

  /** Modes count as part of the recipe: scripts may be run, nothing else. */
  static void unpack(Path target) throws IOException {
    for (String name : FILES) {
      Path file = target.resolve(name);
      Files.createDirectories(file.resolveSibling("."));
      byte[] content = read(name);
      boolean script = new String(content, StandardCharsets.UTF_8).startsWith("#!");
      Files.write(file, content);
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(script ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream in = NodeTree.class.getResourceAsStream("node/" + name)) {
      if (in == null) {
        throw new IOException("the node image's " + name + " is missing in this build of sealer");
      }
      return in.readAllBytes();
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.toList().reversed()) {
        Files.delete(path);
      }
    }
  }
}
