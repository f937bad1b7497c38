package io.sealer.build.workload;

import io.sealer.build.context.Entry;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** An image layout that lies in a directory, as the tar file that it would be. */
final class LayoutStream extends FilterInputStream {
  private static final int BUFFER = 1 << 17;

  private final AtomicReference<Optional<IOException>> failure;

  private LayoutStream(InputStream pipe, AtomicReference<Optional<IOException>> failure) {
    super(pipe);
    this.failure = failure;
  }

  /** The files of a layout; {@code directory} is left out of their names. */
  static InputStream of(String directory, List<Entry> files) throws IOException {
    var pipe = new PipedInputStream(BUFFER);
    var out = new PipedOutputStream(pipe);
    var failure = new AtomicReference<Optional<IOException>>(Optional.empty());
    Thread.ofVirtual()
        .name("layout")
        .start(
            () -> {
              try (out) {
                write(new TarWriter(out), directory, files);
              } catch (IOException e) {
                failure.set(Optional.of(e));
              }
            });
    return new LayoutStream(pipe, failure);
  }

  private static void write(TarWriter tar, String directory, List<Entry> files) throws IOException {
    for (Entry file : files) {
      if (file.kind() == Entry.Kind.FILE) {
        String name = file.path().substring(directory.length() + 1);
        try (InputStream in = Files.newInputStream(file.file())) {
          tar.add(TarEntry.file(name, 0644, file.size()), in);
        }
      }
    }
    tar.finish();
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

  /** The end of what could be written is not the end of the layout when writing failed. */
  private int end() throws IOException {
    Optional<IOException> why = failure.get();
    if (why.isPresent()) {
      throw why.get();
    }
    return -1;
  }
}
