package io.sealer.run.support.scrub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes text on, each line without its secrets; parts of lines are put together before, very long
 * lines are cut, longer texts end.
 */
public final class ScrubbedOutput extends OutputStream {
  static final int LONGEST_LINE = 16 << 10;

  /** What is read beyond that, to see the end of a secret that begins before. */
  private static final int BEYOND = 16 << 10;

  private static final String CUT = " [cut]";

  private final OutputStream out;
  private final Scrubber scrubber;
  private final long most;
  private final PartialLines parts = new PartialLines(new Whole());
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private long written;

  /**
   * One that writes to a stream, which it closes.
   *
   * @param most bytes after which the rest is left out
   */
  public ScrubbedOutput(OutputStream out, Scrubber scrubber, long most) {
    this.out = out;
    this.scrubber = scrubber;
    this.most = most;
  }

  @Override
  public void write(int b) throws IOException {
    parts.write(b);
  }

  /** Takes lines as they were before they were split. */
  private final class Whole extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      if (b == '\n') {
        endLine();
      } else if (line.size() < LONGEST_LINE + BEYOND) {
        line.write(b);
      }
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  private void endLine() throws IOException {
    if (written > most) {
      line.reset();
      return;
    }
    boolean cut = line.size() > LONGEST_LINE;
    String text = scrubber.clean(line.toString(StandardCharsets.UTF_8), LONGEST_LINE);
    line.reset();
    byte[] bytes = (text + (cut ? CUT : "") + "\n").getBytes(StandardCharsets.UTF_8);
    written += bytes.length;
    out.write(bytes);
    if (written > most) {
      out.write("[the rest is left out]\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Leaves out the line that has not ended: half a secret may be in it. */
  public void forgetLine() {
    parts.forget();
    line.reset();
  }

  @Override
  public void close() throws IOException {
    parts.end();
    if (line.size() > 0) {
      endLine();
    }
    out.close();
  }
}
