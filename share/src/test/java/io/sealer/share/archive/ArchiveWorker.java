package io.sealer.share.archive;

import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Another process at work on a store: {@code DIRECTORY COMMAND ARGUMENT}. */
public final class ArchiveWorker {
  private static final int ROUNDS = 12;

  private ArchiveWorker() {}

  /** Entry point of the process. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    String argument = arguments[2];
    for (int i = 0; i < ROUNDS; i++) {
      try (var store = DiskStore.open(directory)) {
        switch (arguments[1]) {
          case "load" -> ArchiveReader.load(Path.of(argument), store, Progress.NONE);
          case "build" -> build(store, argument, i);
          case "rmi" -> store.untag(Reference.parse(argument));
          case "half" -> half(store, Path.of(argument), System.out);
          default -> throw new IllegalArgumentException(arguments[1]);
        }
        store.prune();
      }
    }
  }

  private static void build(DiskStore store, String name, int round) throws IOException {
    store.tag(
        Reference.parse(name + ":" + round),
        Images.image(store, Compression.ZSTD, "shared", name + round));
  }

  /** Loads until the middle of the file, says so, and stays there. */
  private static void half(DiskStore store, Path file, PrintStream out) throws IOException {
    long middle = Files.size(file) / 2;
    try (InputStream whole = Files.newInputStream(file)) {
      InputStream in =
          new InputStream() {
            private long at;

            @Override
            public int read() throws IOException {
              byte[] one = new byte[1];
              return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
              if (at >= middle) {
                out.println("half");
                out.flush();
                while (System.in.read() >= 0) {}
              }
              int n = whole.read(buffer, offset, (int) Math.min(length, middle - at));
              at += n;
              return n;
            }
          };
      ArchiveReader.load(in, store, Progress.NONE);
    }
  }
}
