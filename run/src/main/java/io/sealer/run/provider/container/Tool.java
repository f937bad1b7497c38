package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One run of a program of this machine. */
final class Tool {
  private static final int KEPT_LINES = 20;
  private final ProcessBuilder builder;
  private byte[] input = {};
  private Consumer<String> onLine = line -> {};

  private Tool(List<String> command) {
    builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C.UTF-8");
  }

  static Tool of(String... command) {
    return new Tool(List.of(command));
  }

  /** Feeds its standard input; the place for secrets, which must not stand in arguments. */
  Tool feed(byte[] bytes) {
    input = bytes;
    return this;
  }

  Tool follow(Consumer<String> lines) {
    onLine = lines;
    return this;
  }

  Tool with(Map<String, String> environment) {
    builder.environment().putAll(environment);
    return this;
  }

  /**
   * Runs it to its end and answers its last lines.
   *
   * @throws ProviderException when it cannot be started or exits other than 0
   */
  String run() throws ProviderException, InterruptedException {
    return run("see what it said");
  }

  String run(String hint) throws ProviderException, InterruptedException {
    String name = String.join(" ", builder.command());
    Process process = start(name);
    try {
      String output = talk(process);
      int exit = process.waitFor();
      if (exit != 0) {
        throw new ProviderException("%s exited %d: %s".formatted(name, exit, output), hint);
      }
      return output;
    } catch (IOException | UncheckedIOException e) {
      throw new ProviderException("%s: %s".formatted(name, e.getMessage()), hint, e);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(String name) throws ProviderException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new ProviderException(
          "cannot run " + name, "install the program and have it on PATH", e);
    }
  }

  private String talk(Process process) throws IOException {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // A program that ends without reading says why in its output.
      onLine.accept("");
    }
    var last = new ArrayDeque<String>();
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines
          .lines()
          .forEach(
              line -> {
                onLine.accept(line);
                last.addLast(line);
                if (last.size() > KEPT_LINES) {
                  last.removeFirst();
                }
              });
    }
    return String.join("\n", last);
  }
}
