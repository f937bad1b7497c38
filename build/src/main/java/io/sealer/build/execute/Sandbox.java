package io.sealer.build.execute;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a script over the image's files with the build host's tools. The host cannot be written to,
 * nor its kernel and devices changed; what the script writes outside of the image is thrown away.
 * Namespaces are made by a child (unshare), because they belong to threads and the JVM has many;
 * when that child or this JVM dies, processes and mounts die with it. Who is not root gets a user
 * namespace in which he is ({@link Privilege} says whether the kernel lets him).
 */
final class Sandbox {
  private static final String PATH =
      "/rootfs/bin:/rootfs/usr/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private final Path work;
  private final boolean network;
  private final Consumer<String> output;

  Sandbox(Path work, boolean network, Consumer<String> output) {
    this.work = work;
    this.network = network;
    this.output = output;
  }

  /** How a script ended: its exit status and the last lines it wrote. */
  record Outcome(int status, List<String> lastLines) {}

  /**
   * Runs a script with {@code /bin/sh -e} in the root of the image.
   *
   * @param lower the image's layers as directories, the top one first
   * @param upper where what the script writes is kept
   */
  Outcome run(String script, Map<String, String> environment, List<Path> lower, Path upper)
      throws IOException, InterruptedException {
    Path root = Files.createDirectories(work.resolve("root"));
    Path overlayWork = Files.createDirectories(work.resolve("overlay"));
    Path file = Files.writeString(work.resolve("script"), script);
    Path layers = lower.getFirst().toAbsolutePath().getParent();
    String names =
        lower.stream().map(l -> String.valueOf(l.getFileName())).collect(Collectors.joining(":"));
    // In a user's mount these are off anyway, and must not be named (filesystems/overlayfs).
    String options = Privilege.isRoot() ? "redirect_dir=off,metacopy=off" : "userxattr";
    var arguments =
        Stream.of(root, layers, names, upper, overlayWork, file, options)
            .map(String::valueOf)
            .toList();
    var builder = new ProcessBuilder(command(arguments));
    builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
    Map<String, String> env = builder.environment();
    env.clear();
    env.put("PATH", PATH);
    env.put("HOME", "/root");
    env.put("LC_ALL", "C.UTF-8");
    env.putAll(environment);
    return new Child(builder, output).await();
  }

  private List<String> command(List<String> arguments) throws IOException {
    var command =
        new ArrayList<>(
            List.of("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--ipc"));
    command.addAll(List.of("--uts", "--fork", "--kill-child"));
    if (!Privilege.isRoot()) {
      command.addAll(Privilege.USER_NAMESPACE);
    }
    if (!network) {
      command.add("--net");
    }
    command.addAll(List.of("/bin/sh", setUp().toString()));
    command.addAll(arguments);
    return command;
  }

  private Path setUp() throws IOException {
    Path file = work.resolve("sandbox.sh");
    try (InputStream in = Sandbox.class.getResourceAsStream("sandbox.sh")) {
      if (in == null) {
        throw new IllegalStateException("this sealer lacks its resource sandbox.sh");
      }
      Files.write(file, in.readAllBytes());
    }
    return file;
  }
}
