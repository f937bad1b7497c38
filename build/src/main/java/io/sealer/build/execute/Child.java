package io.sealer.build.execute;

import io.sealer.build.execute.Sandbox.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A process that is followed line by line and dies when whoever waits for it is interrupted. It is
 * started by a platform thread of its own that lives as long as it: the kernel sends the parent's
 * death signal (prctl(2), PR_SET_PDEATHSIG) when the thread dies that has started a process, and
 * carriers of virtual threads come and go.
 */
final class Child {
  private static final int LAST_LINES = 20;
  private static final int LONGEST_LINE = 8192;

  private final ProcessBuilder builder;
  private final Consumer<String> output;
  private final Deque<String> last = new ArrayDeque<>();
  private volatile @Nullable Process process;
  private volatile boolean killed;

  Child(ProcessBuilder builder, Consumer<String> output) {
    this.builder = builder;
    this.output = output;
  }

  /** Starts it and waits until it ends. */
  Outcome await() throws IOException, InterruptedException {
    var task = new FutureTask<>((Callable<Outcome>) this::follow);
    Thread thread = Thread.ofPlatform().name("sandbox").daemon().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } finally {
      kill(thread);
    }
  }

  private void kill(Thread thread) throws InterruptedException {
    killed = true;
    Process running = process;
    if (running != null) {
      running.destroyForcibly();
    }
    thread.join();
  }

  private Outcome follow() throws IOException, InterruptedException {
    Process started = builder.start();
    process = started;
    try (var reader =
        new BufferedReader(
            new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
      if (!killed) {
        lines(reader);
      }
      return new Outcome(started.waitFor(), List.copyOf(last));
    } finally {
      started.destroyForcibly().waitFor();
    }
  }

  /** Reads lines; what goes on for longer than a line should is cut into several. */
  private void lines(Reader reader) throws IOException {
    var line = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (c == '\n' || line.length() == LONGEST_LINE) {
        line(line);
      }
      if (c != '\n') {
        line.append((char) c);
      }
    }
    if (!line.isEmpty()) {
      line(line);
    }
  }

  private void line(StringBuilder line) {
    String text = line.toString();
    line.setLength(0);
    output.accept(text);
    last.addLast(text);
    if (last.size() > LAST_LINES) {
      last.removeFirst();
    }
  }
}
