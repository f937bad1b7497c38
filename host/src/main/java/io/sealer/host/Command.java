package io.sealer.host;

import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What to run on a host. It travels over standard input, quoted by us, so that neither scripts nor
 * environment values appear in a process list; only a program's own arguments do.
 *
 * <p>Runs with a usual PATH, {@code LC_ALL=C}, {@code umask 022}, in the login user's home. When
 * the connection is cut or the caller interrupted, the command and its children are killed.
 *
 * @param body program or script
 * @param shown how messages call it
 * @param env environment variables to add; values may hold any character but NUL
 * @param stdin what it reads, of any size; empty means end of file at once
 * @param stdout where standard output goes instead of {@link ExecResult#stdout()}
 * @param idleTimeout longest time without a byte in or out; empty waits for ever
 * @param asRoot whether it runs as root ({@link Target#sudo}) or as the login user
 * @param watched whether the host looks every second if the connection of a command with input is
 *     still there
 * @param onLine told each line of output and of errors, on the thread that called {@code exec}
 */
public record Command(
    Body body,
    String shown,
    Map<String, String> env,
    Optional<Source> stdin,
    Optional<OutputStream> stdout,
    Optional<Duration> idleTimeout,
    boolean asRoot,
    boolean watched,
    Consumer<String> onLine) {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final int SHOWN = 200;

  /** What a command is made of. */
  public sealed interface Body {
    /** A program, found in PATH, and its arguments. */
    record Program(List<String> argv) implements Body {
      public Program {
        argv = List.copyOf(argv);
        if (argv.isEmpty() || argv.getFirst().isEmpty()) {
          throw new IllegalArgumentException("a command needs a program");
        }
        argv.forEach(Command::requireNoNul);
      }
    }

    /** A POSIX shell script and its arguments ({@code $1}…). */
    record Script(String text, List<String> arguments) implements Body {
      public Script {
        arguments = List.copyOf(arguments);
        requireNoNul(text);
        arguments.forEach(Command::requireNoNul);
      }
    }
  }

  public Command {
    for (var variable : env.entrySet()) {
      if (!VARIABLE.matcher(variable.getKey()).matches()) {
        throw new IllegalArgumentException("not a variable's name: '" + variable.getKey() + "'");
      }
      requireNoNul(variable.getValue());
    }
    env = Map.copyOf(env);
  }

  private static void requireNoNul(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("commands cannot hold a NUL character");
    }
  }

  /** A program with arguments; no shell interprets them. */
  public static Command of(String... argv) {
    return of(Arrays.asList(argv));
  }

  /** A program with arguments; no shell interprets them. */
  public static Command of(List<String> argv) {
    String shown = String.join(" ", argv.stream().map(Quoting::readable).toList());
    return of(new Body.Program(argv), shown);
  }

  /** A script for {@code /bin/sh}, with arguments as {@code $1}…; shown by its first line. */
  public static Command script(String text, String... arguments) {
    String first = text.lines().filter(l -> !l.isBlank()).findFirst().orElse("").strip();
    return of(new Body.Script(text, Arrays.asList(arguments)), first);
  }

  private static Command of(Body body, String shown) {
    String brief = shown.length() <= SHOWN ? shown : shown.substring(0, SHOWN) + "…";
    return new Command(
        body,
        brief,
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        true,
        true,
        line -> {});
  }

  /** The same, called this in messages. */
  public Command named(String name) {
    return new Command(body, name, env, stdin, stdout, idleTimeout, asRoot, watched, onLine);
  }

  /** The same with one more environment variable. */
  public Command withEnv(String name, String value) {
    return withEnv(Map.of(name, value));
  }

  /** The same with a secret in its environment. */
  public Command withEnv(String name, Secret value) {
    return withEnv(Map.of(name, value.revealText()));
  }

  /** The same with more environment variables. */
  public Command withEnv(Map<String, String> more) {
    var all = new TreeMap<>(env);
    all.putAll(more);
    return new Command(body, shown, all, stdin, stdout, idleTimeout, asRoot, watched, onLine);
  }

  /** The same, reading these bytes. */
  public Command withStdin(Source source) {
    return new Command(
        body, shown, env, Optional.of(source), stdout, idleTimeout, asRoot, watched, onLine);
  }

  /** The same with its standard output written to a stream, which is not closed. */
  public Command withStdout(OutputStream to) {
    return new Command(
        body, shown, env, stdin, Optional.of(to), idleTimeout, asRoot, watched, onLine);
  }

  /** The same, given up after this long without a byte in or out. */
  public Command withIdleTimeout(Duration value) {
    return new Command(
        body, shown, env, stdin, stdout, Optional.of(value), asRoot, watched, onLine);
  }

  /**
   * The same, for what ends by itself soon after its input has: a connection that is cut ends the
   * input, and nobody has to look. A command that lives long costs a host a process every second
   * otherwise.
   */
  public Command endingWithInput() {
    return new Command(body, shown, env, stdin, stdout, idleTimeout, asRoot, false, onLine);
  }

  /** The same as the login user, without sudo. */
  public Command asLoginUser() {
    return new Command(body, shown, env, stdin, stdout, idleTimeout, false, watched, onLine);
  }

  /** The same, telling each line of output and of errors as it arrives. */
  public Command onLine(Consumer<String> listener) {
    return new Command(body, shown, env, stdin, stdout, idleTimeout, asRoot, watched, listener);
  }

  /** Environment values may be secret: only their names are told. */
  @Override
  public String toString() {
    return "Command[" + shown + ", env=" + env.keySet() + ", asRoot=" + asRoot + "]";
  }
}
