package io.sealer.cli.output;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The two streams of a command. Results go to {@code out}; everything that only tells how it goes
 * (progress, warnings, errors) goes to {@code err}, so that a result can be piped. Thread-safe.
 */
public final class Console {
  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean terminal;
  private final boolean color;

  /** A console on these streams; {@code terminal} says whether a person watches {@code err}. */
  public Console(PrintWriter out, PrintWriter err, boolean terminal, boolean color) {
    this.out = out;
    this.err = err;
    this.terminal = terminal;
    this.color = color;
  }

  /** The console of this process; colours only on a terminal and without {@code NO_COLOR}. */
  public static Console ofProcess(Map<String, String> environment) {
    // The launcher looks: Java can only tell whether standard input and output together are a
    // terminal.
    boolean terminal = Boolean.getBoolean("sealer.terminal");
    boolean color = terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
    return new Console(
        new PrintWriter(System.out, true, StandardCharsets.UTF_8),
        new PrintWriter(System.err, true, StandardCharsets.UTF_8),
        terminal,
        color);
  }

  public PrintWriter out() {
    return out;
  }

  public PrintWriter err() {
    return err;
  }

  public boolean isTerminal() {
    return terminal;
  }

  /** A line of the result. */
  public void print(String line) {
    out.println(line);
  }

  /** A line that tells how it goes. */
  public void tell(String line) {
    err.println(line);
  }

  /** A warning. */
  public void warn(String line) {
    err.println(paint("33", "warning: ") + line);
  }

  /** The text in an ANSI colour, or as it is. */
  public String paint(String code, String text) {
    return color ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
