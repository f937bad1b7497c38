package io.sealer.host;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** This machine itself: lines run in a shell of ours. */
final class LocalLink implements Link {
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  @Override
  public Wire start(String line, Inbox inbox) throws IOException {
    if (closed) {
      throw new IOException("the session is closed");
    }
    // A process group of its own, as sshd makes one: what is killed later is all of it, not us.
    Process process =
        new ProcessBuilder(List.of("setsid", "/bin/sh", "-c", line))
            .directory(new File(System.getProperty("user.home", "/")))
            .start();
    running.add(process);
    Threads.start("local", () -> listen(process, inbox));
    return new ProcessWire(process);
  }

  private void listen(Process process, Inbox inbox) {
    var errors =
        CompletableFuture.runAsync(
            () -> pass(process.getErrorStream(), true, inbox),
            task -> Threads.start("local errors", task));
    pass(process.getInputStream(), false, inbox);
    errors.join();
    process.onExit().join();
    running.remove(process);
    inbox.closed();
  }

  private static void pass(InputStream from, boolean error, Inbox inbox) {
    byte[] chunk = new byte[1 << 16];
    try (from) {
      for (int n = from.read(chunk); n >= 0; n = from.read(chunk)) {
        inbox.data(error, chunk, 0, n);
      }
    } catch (IOException e) {
      // The stream was closed under us because the process was let go.
    }
  }

  @Override
  public boolean alive() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    running.forEach(Process::destroy);
  }

  private record ProcessWire(Process process) implements Wire {
    @Override
    public OutputStream stdin() {
      return process.getOutputStream();
    }

    @Override
    public OptionalInt exit() {
      return process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    @Override
    public void close() {
      process.destroy();
    }
  }
}
