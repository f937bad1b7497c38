package io.sealer.host;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Everything a command wrote, as far as it is kept. Not thread-safe. */
final class Output {
  private static final int STDOUT = 4 << 20;
  private static final int STDERR = 1 << 20;
  private static final int LAST_LINES = 20;

  private final Optional<OutputStream> streamTo;
  private final Consumer<String> listener;
  private final String endMark;
  private final Preamble outPreamble;
  private final Preamble errPreamble;
  private final ByteTail stdout = new ByteTail(STDOUT);
  private final ByteTail stderr = new ByteTail(STDERR);
  private final LineSplitter outLines = new LineSplitter(this::told);
  private final LineSplitter errLines = new LineSplitter(this::toldError);
  private final Deque<String> last = new ArrayDeque<>();
  private boolean ended;

  Output(Command command, String mark) {
    this.streamTo = command.stdout();
    this.listener = command.onLine();
    this.endMark = mark + "-end";
    this.outPreamble = new Preamble(mark);
    this.errPreamble = new Preamble(mark);
  }

  private void toldError(String line) {
    if (!line.endsWith(endMark)) {
      told(line);
      return;
    }
    ended = true;
    if (line.length() > endMark.length()) {
      told(line.substring(0, line.length() - endMark.length()));
    }
  }

  private void told(String line) {
    if (last.size() == LAST_LINES) {
      last.removeFirst();
    }
    last.add(line);
    listener.accept(line);
  }

  /** Takes bytes; fails only when the stream that they go on to does. */
  void add(Inbox.Event.Data data) throws IOException {
    byte[] bytes = (data.error() ? errPreamble : outPreamble).add(data.bytes());
    if (bytes.length == 0) {
      return;
    }
    if (data.error()) {
      stderr.add(bytes, 0, bytes.length);
      errLines.add(bytes, 0, bytes.length);
    } else if (streamTo.isPresent()) {
      streamTo.get().write(bytes);
    } else {
      stdout.add(bytes, 0, bytes.length);
      outLines.add(bytes, 0, bytes.length);
    }
  }

  /** The supervising shell's process id, once the command has started. */
  Optional<String> pid() {
    return outPreamble.markLine();
  }

  /** Whether the command has ended; the supervising shell waits for the end of its input. */
  boolean ended() {
    return ended;
  }

  /** What was said instead of starting the command. */
  List<String> noise() {
    return (outPreamble.noise() + "\n" + errPreamble.noise())
        .lines()
        .filter(line -> !line.isBlank())
        .toList();
  }

  /** The last lines of both streams in the order in which they came. */
  List<String> lastLines() {
    return List.copyOf(last);
  }

  ExecResult result(int exit, Duration took) {
    outLines.finish();
    errLines.finish();
    String errors = stderr.text().replace(endMark + "\n", "");
    boolean truncated = stdout.truncated() || stderr.truncated();
    return new ExecResult(exit, stdout.text(), errors, lastLines(), truncated, took);
  }
}
