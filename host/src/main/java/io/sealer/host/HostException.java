package io.sealer.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A machine could not be reached or did not do what it was told. The message says where and what;
 * {@link #hint()} says what to do; no secret is in any of it.
 */
public abstract sealed class HostException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String host;
  private final String problem;
  private final String hint;

  private HostException(String host, String problem, String hint, @Nullable Throwable cause) {
    super(host + ": " + problem, cause);
    this.host = host;
    this.problem = problem;
    this.hint = hint;
  }

  /** The machine, as {@link Target#display()} writes it. */
  public String host() {
    return host;
  }

  /** What went wrong, without the host. */
  public String problem() {
    return problem;
  }

  /** What to do about it. */
  public String hint() {
    return hint;
  }

  /** The command that was running, as it may be shown. */
  public Optional<String> command() {
    return Optional.empty();
  }

  /** The last lines that command wrote, at most twenty. */
  public List<String> output() {
    return List.of();
  }

  /** No connection: wrong address, closed port, filtered, not an ssh server, or too slow. */
  public static final class Unreachable extends HostException {
    private static final long serialVersionUID = 1L;

    Unreachable(String host, String why, String hint, @Nullable Throwable cause) {
      super(host, why, hint, cause);
    }
  }

  /** The server answered and accepted none of our ways to log in. */
  public static final class AuthenticationFailed extends HostException {
    private static final long serialVersionUID = 1L;
    private final transient List<String> tried;

    AuthenticationFailed(
        String host, String user, List<String> tried, String hint, @Nullable Throwable cause) {
      super(host, "login as " + user + " refused; tried " + words(tried), hint, cause);
      this.tried = List.copyOf(tried);
    }

    private static String words(List<String> tried) {
      return tried.isEmpty() ? "nothing" : String.join(", ", tried);
    }

    /** The ways that were tried, such as {@code password} or {@code key /root/.ssh/id_rsa}. */
    public List<String> tried() {
      return tried;
    }
  }

  /** The server shows another key than the one we know: it was reinstalled, or it is not it. */
  public static final class HostKeyChanged extends HostException {
    private static final long serialVersionUID = 1L;
    private final String known;
    private final String shown;
    private final transient Path file;
    private final int line;

    HostKeyChanged(String host, String known, String shown, Path file, int line, String remove) {
      super(
          host,
          "host key changed: known is %s (%s line %d), it shows %s"
              .formatted(known, file, line, shown),
          "if the host was reinstalled, run: %s; otherwise somebody may be in between"
              .formatted(remove),
          null);
      this.known = known;
      this.shown = shown;
      this.file = file;
      this.line = line;
    }

    /** Type and SHA-256 fingerprint of the key in the file. */
    public String known() {
      return known;
    }

    /** Type and SHA-256 fingerprint of the key that the server shows. */
    public String shown() {
      return shown;
    }

    public Path file() {
      return file;
    }

    /** Line in that file, from 1. */
    public int line() {
      return line;
    }
  }

  /** sudo did not let us become root: wrong password, none given, not allowed, not installed. */
  public static final class SudoFailed extends HostException {
    private static final long serialVersionUID = 1L;

    SudoFailed(String host, String why, String hint) {
      super(host, "sudo: " + why, hint, null);
    }
  }

  /** A command ended with an exit status other than zero. */
  public static final class CommandFailed extends HostException {
    private static final long serialVersionUID = 1L;
    private final String command;
    private final int exit;
    private final transient List<String> output;

    CommandFailed(String host, String command, int exit, List<String> output, String hint) {
      super(host, problem(command, exit, output), hint, null);
      this.command = command;
      this.exit = exit;
      this.output = List.copyOf(output);
    }

    private static String problem(String command, int exit, List<String> output) {
      String last = output.isEmpty() ? "" : ": " + output.getLast().strip();
      return "%s exited %d%s".formatted(command, exit, last);
    }

    public int exit() {
      return exit;
    }

    @Override
    public Optional<String> command() {
      return Optional.of(command);
    }

    @Override
    public List<String> output() {
      return output;
    }
  }

  /** A command neither read nor wrote a byte for as long as it was allowed, and was killed. */
  public static final class Stalled extends HostException {
    private static final long serialVersionUID = 1L;
    private final String command;
    private final transient List<String> output;

    Stalled(String host, String command, Duration idle, List<String> output) {
      super(
          host,
          "%s was silent for %d s and was killed".formatted(command, idle.toSeconds()),
          "look at the last lines of its output, and at the load of the host",
          null);
      this.command = command;
      this.output = List.copyOf(output);
    }

    @Override
    public Optional<String> command() {
      return Optional.of(command);
    }

    @Override
    public List<String> output() {
      return output;
    }
  }

  /** The connection broke, or had been closed; what was running on the host is killed there. */
  public static final class ConnectionLost extends HostException {
    private static final long serialVersionUID = 1L;
    private final String during;

    ConnectionLost(String host, String during, @Nullable Throwable cause) {
      super(
          host,
          "connection lost during " + during,
          "check that the host is up and the network holds, then run the same again",
          cause);
      this.during = during;
    }

    @Override
    public Optional<String> command() {
      return Optional.of(during);
    }
  }

  /** What arrived in a file is not what was sent. */
  public static final class TransferCorrupt extends HostException {
    private static final long serialVersionUID = 1L;

    TransferCorrupt(String host, String path, String expected, String found) {
      super(
          host,
          "%s arrived damaged: sha256 %s expected, %s found".formatted(path, expected, found),
          "check that the source did not change meanwhile, and the host's disk and memory",
          null);
    }
  }

  /** The file system is full, or would be. */
  public static final class NoSpace extends HostException {
    private static final long serialVersionUID = 1L;
    private final String path;
    private final long needed;
    private final long available;

    NoSpace(String host, String path, long needed, long available) {
      super(
          host,
          "no space for %s: %d bytes needed, %d available".formatted(path, needed, available),
          "free space in the file system of " + path + " or put it elsewhere",
          null);
      this.path = path;
      this.needed = needed;
      this.available = available;
    }

    public String path() {
      return path;
    }

    /** Bytes. */
    public long needed() {
      return needed;
    }

    /** Bytes. */
    public long available() {
      return available;
    }
  }

  /** This side could not read what it was to send, or write what it received. */
  public static final class LocalFailure extends HostException {
    private static final long serialVersionUID = 1L;

    LocalFailure(String host, String what, Throwable cause) {
      super(
          host,
          what + " failed on this side: " + cause.getMessage(),
          "check the local file and disk",
          cause);
    }
  }

  /** The host answered something that cannot be understood. */
  public static final class Unintelligible extends HostException {
    private static final long serialVersionUID = 1L;

    Unintelligible(String host, String what, String answer) {
      super(
          host,
          "%s cannot be understood: '%s'".formatted(what, answer),
          "sealer needs a Linux host with a POSIX shell and coreutils",
          null);
    }
  }

  /** The calling thread was interrupted; its interrupt flag is set again. */
  public static final class Cancelled extends HostException {
    private static final long serialVersionUID = 1L;

    Cancelled(String host, String during) {
      super(host, during + " was cancelled", "run the same again to continue", null);
    }
  }
}
