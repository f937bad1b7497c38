package io.sealer.build.execute;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Runs a script over the image's files with the build host's tools. The host cannot be written to;
 * what the script writes outside of the image is thrown away. Namespaces are made by a child
 * (unshare), because they belong to threads and the JVM has many; when that child dies, processes
 * and mounts die with it. Needs root.
 */
final class Sandbox {
  private static final int LAST_LINES = 20;
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
    String lowers = lower.stream().map(Path::toString).collect(Collectors.joining(":"));
    var builder =
        new ProcessBuilder(
            command(
                List.of(
                    root.toString(),
                    lowers,
                    upper.toString(),
                    overlayWork.toString(),
                    file.toString())));
    builder.redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile());
    Map<String, String> env = builder.environment();
    env.clear();
    env.put("PATH", PATH);
    env.put("HOME", "/root");
    env.put("LC_ALL", "C.UTF-8");
    env.putAll(environment);
    Process process = builder.start();
    try {
      List<String> lastLines = follow(process.getInputStream());
      return new Outcome(process.waitFor(), lastLines);
    } finally {
      // unshare --kill-child takes the whole pid namespace along.
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private List<String> command(List<String> arguments) throws IOException {
    var command =
        new ArrayList<>(List.of("unshare", "--mount", "--pid", "--ipc", "--fork", "--kill-child"));
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

  private List<String> follow(InputStream in) throws IOException {
    var last = new ArrayDeque<String>();
    try (BufferedReader reader =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.accept(line);
        last.addLast(line);
        if (last.size() > LAST_LINES) {
          last.removeFirst();
        }
      }
    }
    return List.copyOf(last);
  }
}
