package io.sealer.host;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * One run of one command over a link. The caller's thread reads the output and may be interrupted;
 * the feeder's thread starts the command and gives it its input.
 */
final class Execution {
  private static final Duration STOP = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration MARK_AFTER_STOP = Duration.ofSeconds(2);
  private static final long FOREVER = TimeUnit.DAYS.toNanos(1);
  private static final String KILL =
      """
      kill -TERM "$1" 2>/dev/null || exit 0
      i=0
      while kill -0 "$1" 2>/dev/null && [ "$i" -lt 80 ]; do sleep 0.1; i=$((i + 1)); done
      """;

  private final String host;
  private final Link link;
  private final ShellLine shell;
  private final Command command;
  private final boolean sudo;
  private final Inbox inbox = new Inbox();
  private final Output output;

  /**
   * @param sudo whether this command goes through sudo
   */
  Execution(String host, Link link, ShellLine shell, Command command, boolean sudo) {
    this.host = host;
    this.link = link;
    this.shell = shell;
    this.command = command;
    this.sudo = sudo;
    this.output = new Output(command, shell.mark());
  }

  ExecResult run() throws HostException {
    long began = System.nanoTime();
    byte[] head = shell.head(command, sudo);
    Feeder.Rest rest = ShellLine.rest(command, sudo);
    Feeder feeder = Feeder.start(link, shell.line(sudo), head, rest, inbox);
    try {
      drain(feeder);
      return result(feeder, Duration.ofNanos(System.nanoTime() - began));
    } catch (InterruptedException e) {
      stop(feeder);
      Thread.currentThread().interrupt();
      throw new HostException.Cancelled(host, command.shown());
    } finally {
      inbox.abandon();
      feeder.close();
    }
  }

  private void drain(Feeder feeder) throws HostException, InterruptedException {
    while (true) {
      Optional<Inbox.Event> event = inbox.next(patience());
      if (event.isEmpty()) {
        failIfIdle(feeder);
        continue;
      }
      switch (event.get()) {
        case Inbox.Event.Data data -> take(data, feeder);
        case Inbox.Event.InputFailed(var why) -> {
          stop(feeder);
          throw new HostException.LocalFailure(host, "reading the input of " + shown(), why);
        }
        case Inbox.Event.Closed() -> {
          return;
        }
      }
    }
  }

  private long patience() {
    return command.idleTimeout().map(idle -> idle.toNanos() - inbox.idleNanos()).orElse(FOREVER);
  }

  private void failIfIdle(Feeder feeder) throws HostException {
    if (patience() <= 0) {
      stop(feeder);
      Duration idle = command.idleTimeout().orElseThrow();
      throw new HostException.Stalled(host, shown(), idle, output.lastLines());
    }
  }

  private void take(Inbox.Event.Data data, Feeder feeder) throws HostException {
    boolean endedBefore = output.ended();
    try {
      output.add(data);
    } catch (IOException e) {
      stop(feeder);
      throw new HostException.LocalFailure(host, "writing the output of " + shown(), e);
    }
    if (output.pid().isPresent()) {
      feeder.commandStarted();
    }
    if (output.ended() && !endedBefore) {
      feeder.commandEnded();
    }
  }

  private ExecResult result(Feeder feeder, Duration took) throws HostException {
    OptionalInt exit;
    try {
      exit = feeder.wire().join().exit();
    } catch (CompletionException e) {
      throw new HostException.ConnectionLost(host, shown(), e.getCause());
    }
    if (output.pid().isEmpty() && exit.isPresent()) {
      throw notStarted(exit.getAsInt());
    }
    if (exit.isEmpty()) {
      throw new HostException.ConnectionLost(host, shown(), null);
    }
    return output.result(exit.getAsInt(), took);
  }

  private HostException notStarted(int exit) {
    List<String> said = output.noise();
    return sudo
        ? SudoWords.explain(host, said)
        : new HostException.CommandFailed(
            host,
            "starting /bin/sh",
            exit,
            said,
            "the login user needs a shell that can run /bin/sh (see its entry in /etc/passwd)");
  }

  /** Kills the command on the host and waits, a bounded time, until it is gone. */
  private void stop(Feeder feeder) {
    feeder.pause(PAUSE);
    long deadline = System.nanoTime() + MARK_AFTER_STOP.toNanos();
    while (output.pid().isEmpty() && System.nanoTime() < deadline && link.alive()) {
      if (inbox.nextUninterrupted(deadline - System.nanoTime()).orElse(null)
          instanceof Inbox.Event.Data data) {
        lookForMark(data);
      }
    }
    inbox.abandon();
    output.pid().filter(pid -> link.alive()).ifPresent(this::kill);
  }

  private void lookForMark(Inbox.Event.Data data) {
    try {
      output.add(data);
    } catch (IOException e) {
      // The reader is gone; only the mark was of interest.
    }
  }

  private void kill(String pid) {
    var killer = new Execution(host, link, shell, Command.script(KILL, pid), sudo);
    Thread thread = Threads.start("kill", killer::runQuietly);
    boolean interrupted = false;
    long deadline = System.nanoTime() + STOP.toNanos();
    while (thread.isAlive() && System.nanoTime() < deadline) {
      try {
        thread.join(Duration.ofNanos(deadline - System.nanoTime()));
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void runQuietly() {
    try {
      run();
    } catch (HostException e) {
      // No way to the host any more: then the supervising shell there kills the command itself.
    }
  }

  private String shown() {
    return command.shown();
  }
}
