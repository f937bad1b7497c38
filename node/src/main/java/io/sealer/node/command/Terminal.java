package io.sealer.node.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;

/** Standard streams of the process: UTF-8, input not buffered. */
public record Terminal(InputStream in, PrintStream out, PrintStream err) {
  /** Those of this process. */
  public static Terminal system() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), false, UTF_8));
  }

  /** Prints a line that the reader should see now. */
  public void tell(String line) {
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }
}
