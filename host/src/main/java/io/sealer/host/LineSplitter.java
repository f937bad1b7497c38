package io.sealer.host;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts bytes into lines of UTF-8 text; lines beyond 64 KiB are cut up. Not thread-safe. */
final class LineSplitter {
  private static final int LONGEST = 1 << 16;

  private final Consumer<String> listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  LineSplitter(Consumer<String> listener) {
    this.listener = listener;
  }

  void add(byte[] bytes, int offset, int count) {
    int start = offset;
    for (int i = offset; i < offset + count; i++) {
      if (bytes[i] == '\n' || line.size() + i - start >= LONGEST) {
        boolean end = bytes[i] == '\n';
        line.write(bytes, start, i - start + (end ? 0 : 1));
        tell();
        start = i + 1;
      }
    }
    line.write(bytes, start, offset + count - start);
  }

  /** Tells what came after the last line end. */
  void finish() {
    if (line.size() > 0) {
      tell();
    }
  }

  private void tell() {
    String text = line.toString(StandardCharsets.UTF_8);
    line.reset();
    listener.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
  }
}
