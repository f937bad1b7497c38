package io.sealer.host.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.host.testing.SimulatedHosts.Answer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.function.Function;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/**
 * What supervise.sh looks like from afar: a mark on both outputs, the answer, a farewell, and the
 * end when the input has ended.
 */
@SuppressWarnings("NullAway.Init")
final class SimulatedCommand implements Command {
  private final String mark;
  private final boolean sudo;
  private final Function<String, Answer> answers;
  private InputStream in;
  private OutputStream out;
  private OutputStream err;
  private ExitCallback exit;

  SimulatedCommand(String line, Function<String, Answer> answers) {
    this.mark = "sealer-" + line.substring(line.lastIndexOf(' ') + 1);
    this.sudo = line.contains("sudo -k");
    this.answers = answers;
  }

  @Override
  public void setInputStream(InputStream value) {
    in = value;
  }

  @Override
  public void setOutputStream(OutputStream value) {
    out = value;
  }

  @Override
  public void setErrorStream(OutputStream value) {
    err = value;
  }

  @Override
  public void setExitCallback(ExitCallback value) {
    exit = value;
  }

  @Override
  public void start(ChannelSession channel, Environment environment) {
    Thread.ofVirtual().start(this::run);
  }

  private void run() {
    try {
      if (sudo && !nextLine().equals(SimulatedHosts.SUDO_PASSWORD)) {
        say(err, "Sorry, try again.\nsudo: no password was provided\n");
        exit.onExit(1);
        return;
      }
      String script = nextLine();
      // Nothing is asked when a client only tries whether sudo lets it in.
      exit.onExit(script.isEmpty() ? 0 : answer(answers.apply(script)));
    } catch (IOException e) {
      exit.onExit(1, String.valueOf(e.getMessage()));
    }
  }

  private int answer(Answer answer) throws IOException {
    say(out, mark + " 4711\n" + answer.output());
    say(err, mark + "\n" + mark + "-end\n");
    in.transferTo(OutputStream.nullOutputStream());
    return answer.exit();
  }

  private String nextLine() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
      line.write(b);
    }
    return line.toString(UTF_8);
  }

  private static void say(OutputStream to, String text) throws IOException {
    to.write(text.getBytes(UTF_8));
    to.flush();
  }

  @Override
  public void destroy(ChannelSession channel) {}
}
