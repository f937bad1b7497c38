package io.sealer.run.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes text on, each line without its secrets; very long lines are cut, longer texts end. */
final class ScrubbedOutput extends OutputStream {
  private static final int LONGEST_LINE = 16 << 10;
  private static final String CUT = " [cut]";

  private final OutputStream out;
  private final Scrubber scrubber;
  private final long most;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();
  private boolean cut;
  private long written;

  ScrubbedOutput(OutputStream out, Scrubber scrubber, long most) {
    this.out = out;
    this.scrubber = scrubber;
    this.most = most;
  }

  @Override
  public void write(int b) throws IOException {
    if (b == '\n') {
      endLine();
    } else if (line.size() < LONGEST_LINE) {
      line.write(b);
    } else {
      cut = true;
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  private void endLine() throws IOException {
    String text = scrubber.clean(line.toString(StandardCharsets.UTF_8)) + (cut ? CUT : "") + "\n";
    line.reset();
    cut = false;
    if (written > most) {
      return;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    written += bytes.length;
    out.write(bytes);
    if (written > most) {
      out.write("[the rest is left out]\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Override
  public void close() throws IOException {
    if (line.size() > 0) {
      endLine();
    }
    out.close();
  }
}
