package io.sealer.run.support.scrub;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts lines together that a container's runtime has split: each but the last part is marked with
 * {@code P} (log format of Kubernetes' CRI). Parts between which the container's other stream has
 * written stay lines of their own.
 */
final class PartialLines extends OutputStream {
  private static final Pattern PREFIX =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S{1,40} (stdout|stderr) ([FP]) ");

  /** No prefix is longer. */
  private static final int LONGEST_PREFIX = 80;

  private final OutputStream out;

  /** The beginning of a line, until it is known whether it goes on with the one before. */
  private final ByteArrayOutputStream begin = new ByteArrayOutputStream();

  private boolean inside;

  /** Stream of the part that has no end yet. */
  private Optional<String> open = Optional.empty();

  /** Stream of the part that is read. */
  private Optional<String> partial = Optional.empty();

  PartialLines(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    if (inside) {
      pass(b);
      return;
    }
    begin.write(b);
    if (b == '\n' || b == ' ' || begin.size() > LONGEST_PREFIX) {
      settle(b == '\n' || begin.size() > LONGEST_PREFIX);
    }
  }

  private void pass(int b) throws IOException {
    if (b != '\n') {
      out.write(b);
      return;
    }
    open = partial;
    partial = Optional.empty();
    inside = false;
    if (open.isEmpty()) {
      out.write('\n');
    }
  }

  /** Passes the beginning on when it is a prefix, or cannot become one. */
  private void settle(boolean whole) throws IOException {
    String text = begin.toString(StandardCharsets.ISO_8859_1);
    Matcher prefix = PREFIX.matcher(text);
    boolean known = prefix.lookingAt();
    if (!known && !whole) {
      return;
    }
    Optional<String> stream = known ? Optional.of(prefix.group(1)) : Optional.empty();
    boolean goesOn = known && open.equals(stream);
    if (!goesOn) {
      endOpen();
    }
    open = Optional.empty();
    partial = known && prefix.group(2).equals("P") ? stream : Optional.empty();
    inside = true;
    byte[] bytes = begin.toByteArray();
    begin.reset();
    for (int i = goesOn ? prefix.end() : 0; i < bytes.length; i++) {
      pass(bytes[i]);
    }
  }

  private void endOpen() throws IOException {
    if (open.isPresent()) {
      out.write('\n');
      open = Optional.empty();
    }
  }

  /** Passes on what is held back, and does not close what it goes to. */
  void end() throws IOException {
    if (begin.size() > 0) {
      settle(true);
    }
    endOpen();
    partial = Optional.empty();
  }

  /** Forgets the line that has not ended. */
  void forget() {
    begin.reset();
    inside = false;
    open = Optional.empty();
    partial = Optional.empty();
  }
}
