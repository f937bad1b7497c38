package io.sealer.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program to run, with no terminal and nothing on standard input unless given.
 *
 * @param command the program and its first arguments
 * @param environment what is added to the environment
 * @param limit after which it is killed, and the test fails
 */
public record Program(List<String> command, Map<String, String> environment, Duration limit) {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(10);

  public Program {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  public static Program of(String... command) {
    return new Program(List.of(command), Map.of(), LIMIT);
  }

  public Program with(String variable, String value) {
    var all = new HashMap<>(environment);
    all.put(variable, value);
    return new Program(command, all, limit);
  }

  public Program within(Duration value) {
    return new Program(command, environment, value);
  }

  /** Runs it to its end. */
  public Outcome run(String... arguments) {
    return feed("", arguments);
  }

  /** Runs it to its end with this on standard input. */
  public Outcome feed(String input, String... arguments) {
    try (Running running = start(input, arguments)) {
      return running.await();
    }
  }

  /** Starts it and does not wait. */
  public Running start(String input, String... arguments) {
    var all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    try {
      Files.createDirectories(Settings.workspaces());
      String name = "output-" + ProcessHandle.current().pid() + "-";
      Path directory = Files.createTempDirectory(Settings.workspaces(), name);
      Path in = Files.writeString(directory.resolve("in"), input);
      var builder =
          new ProcessBuilder(all)
              .redirectInput(in.toFile())
              .redirectOutput(directory.resolve("out").toFile())
              .redirectError(directory.resolve("err").toFile());
      builder.environment().putAll(environment);
      return new Running(String.join(" ", all), builder.start(), directory, System.nanoTime());
    } catch (IOException e) {
      throw new IllegalStateException("cannot start " + String.join(" ", all), e);
    }
  }

  /** A started program; closing kills it. */
  public final class Running implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Path directory;
    private final long begun;

    private Running(String name, Process process, Path directory, long begun) {
      this.name = name;
      this.process = process;
      this.directory = directory;
      this.begun = begun;
    }

    /** Waits for its end. */
    public Outcome await() {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.destroyForcibly();
          throw new AssertionError("still running after " + limit + ": " + name + "\n" + said());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begun);
        return new Outcome(name, process.exitValue(), read("out"), read("err"), took);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted: " + name, e);
      }
    }

    public boolean isAlive() {
      return process.isAlive();
    }

    public Process process() {
      return process;
    }

    /** Waits until it has said this. */
    public void awaitSaid(String text) {
      while (!said().contains(text)) {
        boolean late = System.nanoTime() - begun > limit.toNanos();
        assertThat(isAlive() && !late)
            .as("'%s' was to be said by %s\n%s", text, name, said())
            .isTrue();
        LockSupport.parkNanos(LOOK.toNanos());
      }
    }

    /** What it has said so far. */
    public String said() {
      return read("out") + read("err");
    }

    /** Ends it as the kernel does when memory is short: it cannot do anything about it. */
    public void kill() {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }

    private String read(String name) {
      try {
        byte[] bytes = Files.readAllBytes(directory.resolve(name));
        return new String(bytes, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      kill();
      try {
        for (String name : List.of("in", "out", "err")) {
          Files.deleteIfExists(directory.resolve(name));
        }
        Files.delete(directory);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
