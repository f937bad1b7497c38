package io.sealer.host;

import io.sealer.host.Command.Body;
import io.sealer.host.Feeder.Rest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * How a command becomes a line for the login shell and a head of its standard input.
 *
 * <p>The line is the same for every command and safe in any login shell; it starts {@code /bin/sh},
 * which reads one line, the prologue, and evaluates it. Shells read lines byte by byte, so the rest
 * of standard input is the command's own. The prologue starts the command, watches the connection,
 * and kills the command's process group when the connection is gone or when told to (SIGTERM).
 */
final class ShellLine {
  private static final String SUPERVISE = resource("supervise.sh");

  // Without ' ! \ and line ends: these mean something inside quotes to csh or fish.
  // sudo passes the password line on when it did not ask for one: then the second line is ours.
  private static final String READ =
      "IFS= read -r p; case \"$p\" in \": $1;\"*) ;; *) IFS= read -r p;; esac; eval \"$p\"";

  private final String nonce = nonce();
  private final Optional<Secret> sudoPassword;

  ShellLine(Optional<Secret> sudoPassword) {
    this.sudoPassword = sudoPassword;
  }

  private static String nonce() {
    byte[] random = new byte[8];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  static String resource(String name) {
    try (InputStream in = ShellLine.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its own file " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the command's two outputs begin with. */
  String mark() {
    return "sealer-" + nonce;
  }

  /** The line for the login shell. */
  String line(boolean sudo) {
    if (!sudo) {
      return "exec /bin/sh -c '" + READ + "' sealer " + nonce;
    }
    String ask = sudoPassword.isPresent() ? "-S -p \"\"" : "-n";
    return "exec /bin/sh -c 'exec sudo -k -H "
        + ask
        + " -- /bin/sh -c \"$0\" sealer \"$1\" \"$PPID\"' '"
        + READ
        + "' "
        + nonce;
  }

  /** What the line reads before the command's own input. */
  byte[] head(Command command, boolean sudo) {
    var head = new ByteArrayOutputStream();
    if (sudo) {
      head.writeBytes(passwordLine());
    }
    head.writeBytes(
        (": " + nonce + "; " + prologue(command, rest(command, sudo) instanceof Rest.Lifeline))
            .getBytes(StandardCharsets.UTF_8));
    head.write('\n');
    return head.toByteArray();
  }

  /** What comes after the head. Through sudo no lifeline: it would wait for a better password. */
  static Rest rest(Command command, boolean sudo) {
    if (command.stdin().isPresent()) {
      return new Rest.Content(command.stdin().get());
    }
    return sudo ? new Rest.Nothing() : new Rest.Lifeline();
  }

  /** The sudo password and a line end; nothing when there is none. */
  byte[] passwordLine() {
    var line = new ByteArrayOutputStream();
    sudoPassword.ifPresent(
        password -> {
          line.writeBytes(password.reveal());
          line.write('\n');
        });
    return line.toByteArray();
  }

  private String prologue(Command command, boolean lifeline) {
    var text = new StringBuilder("unset p; sealer_mark=" + mark() + "; ");
    text.append("sealer_parent=").append(command.watched() ? "${2:-$PPID}; " : "nobody; ");
    text.append("sealer_lifeline=").append(lifeline ? "yes; " : "; ");
    text.append("nl=$(printf '\\nx'); nl=${nl%x}; ");
    text.append("sealer_body=").append(Quoting.quoteOnOneLine(body(command))).append("; ");
    text.append("eval ").append(Quoting.quoteOnOneLine(SUPERVISE));
    return text.toString();
  }

  private static String body(Command command) {
    var text = new StringBuilder("unset nl sealer_body\n");
    command
        .env()
        .forEach(
            (name, value) ->
                text.append("export " + name + "=" + Quoting.quote(value)).append('\n'));
    return switch (command.body()) {
      case Body.Program(var argv) -> text.append("exec ").append(words(argv)).toString();
      case Body.Script(var script, var arguments) ->
          text.append("set -- ").append(words(arguments)).append('\n').append(script).toString();
    };
  }

  private static String words(List<String> words) {
    return String.join(" ", words.stream().map(Quoting::quote).toList());
  }
}
