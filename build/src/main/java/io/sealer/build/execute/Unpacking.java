package io.sealer.build.execute;

import io.sealer.build.context.Entry;
import io.sealer.build.context.SourceException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** Formats that are unpacked by a program of this machine. */
final class Unpacking {
  private static final byte[] XZ = HexFormat.of().parseHex("fd377a585a00");
  private static final byte[] BZIP2 = HexFormat.of().parseHex("425a68");

  private Unpacking() {}

  /** The program for a file; empty when it needs none. */
  static Optional<String> tool(Path file) throws IOException {
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(XZ.length);
    }
    if (Arrays.equals(start, XZ)) {
      return Optional.of("xz");
    }
    boolean bzip2 = Arrays.equals(Arrays.copyOf(start, BZIP2.length), BZIP2);
    return bzip2 ? Optional.of("bzip2") : Optional.empty();
  }

  /** The unpacked content; its end fails when the program does. */
  static InputStream with(String tool, Entry file) throws SourceException {
    try {
      Process process =
          new ProcessBuilder(tool, "-dc")
              .redirectInput(file.file().toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new Unpacked(process, tool);
    } catch (IOException e) {
      throw new SourceException(
          "'" + file.path() + "' is packed with " + tool + ", which this machine does not have",
          "install it (Debian: xz-utils, bzip2), or pack the archive with gzip or zstd");
    }
  }

  private static final class Unpacked extends FilterInputStream {
    private final Process process;
    private final String tool;

    Unpacked(Process process, String tool) {
      super(process.getInputStream());
      this.process = process;
      this.tool = tool;
    }

    @Override
    public int read() throws IOException {
      int one = super.read();
      return one < 0 ? end() : one;
    }

    @Override
    public int read(byte[] buffer, int at, int length) throws IOException {
      int n = super.read(buffer, at, length);
      return n < 0 ? end() : n;
    }

    private int end() throws IOException {
      try {
        if (process.waitFor() != 0) {
          throw new Archives.PackedException(tool + " says that it is damaged");
        }
        return -1;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted", e);
      }
    }

    @Override
    public void close() throws IOException {
      process.destroyForcibly();
      super.close();
    }
  }
}
