package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Index;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another process that uses a store: {@code DIRECTORY COMMAND [ARGUMENT]}. Prints {@code ready}
 * when it has done its part, and lives until its input ends.
 */
public final class StoreWorker {
  private StoreWorker() {}

  /** Entry point of the process. */
  public static void main(String[] arguments) throws Exception {
    PrintStream out = System.out;
    try (var store = DiskStore.open(Path.of(arguments[0]))) {
      switch (arguments[1]) {
        case "tag" -> tag(store, arguments[2]);
        case "unnamed" -> Samples.image(store, arguments[2]);
        case "ingest" -> ingest(store, out);
        case "download" -> download(store, out, arguments[2]);
        case "cross" -> cross(store, out);
        case "share" -> share(store.directory().resolve(arguments[2]));
        case "churn" -> churn(store, arguments[2]);
        case "prune" -> out.println(store.prune());
        default -> throw new IllegalArgumentException(arguments[1]);
      }
      out.println("ready");
      out.flush();
      while (System.in.read() >= 0) {}
    }
  }

  private static void tag(DiskStore store, String prefix) throws IOException {
    for (int i = 0; i < 25; i++) {
      store.tag(Reference.parse(prefix + ":" + i), Samples.image(store, prefix + i, "shared"));
      store.prune();
    }
  }

  private static void ingest(DiskStore store, PrintStream out) throws IOException {
    try (var ingest = store.ingest()) {
      ingest.write(new byte[1 << 20]);
      ready(out);
      while (System.in.read() >= 0) {}
    }
  }

  /** Holds the download of an empty blob while it waits for that of the zeros. */
  private static void cross(DiskStore store, PrintStream out) throws IOException {
    Descriptor zeros = Descriptor.of(MediaTypes.LAYER_TAR, new byte[1 << 20]);
    try (var held = store.resume(Descriptor.of(MediaTypes.LAYER_TAR, new byte[0]))) {
      ready(out);
      try (var waited = store.resume(zeros)) {
        out.println(waited.position());
      }
      held.commit();
    }
  }

  /** Everything that removes something, again and again, and whatever looks meanwhile. */
  private static void churn(DiskStore store, String prefix) throws IOException {
    for (int i = 0; i < 25; i++) {
      Reference name = Reference.parse(prefix + ":" + i);
      Descriptor image = Samples.image(store, prefix + i, "shared");
      store.tag(name, image);
      store.pins().put(prefix + i % 3, Index.of(List.of(image), Map.of()));
      var found = store.check(i % 2 == 0, Progress.NONE);
      if (!found.problems().isEmpty()) {
        throw new IllegalStateException("problems: " + found.problems());
      }
      store.prunable(List.of(name));
      store.pins().stamp();
      store.untag(name);
      store.pins().remove(prefix + (i + 1) % 3);
      store.prune();
    }
  }

  /** Holds a lock shared, from then on, by threads that overlap. */
  private static void share(Path lock) {
    for (int n = 0; n < 8; n++) {
      Thread.ofPlatform()
          .daemon()
          .start(
              () -> {
                while (true) {
                  try (var _ = PathLock.shared(lock)) {
                    TimeUnit.MILLISECONDS.sleep(5);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                }
              });
    }
  }

  private static void ready(PrintStream out) {
    out.println("ready");
    out.flush();
  }

  /** Writes the first bytes of a blob of zeros and stays in the middle of it. */
  private static void download(DiskStore store, PrintStream out, String bytes) throws IOException {
    Descriptor zeros = Descriptor.of(MediaTypes.LAYER_TAR, new byte[1 << 20]);
    int length = Integer.parseInt(bytes);
    try (var part = store.resume(zeros)) {
      part.write(new byte[length], 0, length);
      ready(out);
      while (System.in.read() >= 0) {}
      part.write(new byte[1 << 20], 0, (1 << 20) - length);
      part.commit();
    }
  }
}
