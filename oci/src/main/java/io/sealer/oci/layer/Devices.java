package io.sealer.oci.layer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.OciException;
import io.sealer.oci.tar.TarEntry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Device nodes and named pipes, which Java cannot make: mknod(1) does. */
final class Devices {
  private Devices() {}

  static void make(Path path, TarEntry entry, boolean allowed) throws IOException {
    if (!allowed) {
      throw SafeTree.refused(entry.name(), "is a device or a named pipe");
    }
    var command = new ArrayList<>(List.of("mknod", path.toString()));
    switch (entry.type()) {
      case FIFO -> command.add("p");
      case BLOCK_DEVICE -> command.add("b");
      default -> command.add("c");
    }
    if (entry.type() != TarEntry.Type.FIFO) {
      command.add(Integer.toString(entry.major()));
      command.add(Integer.toString(entry.minor()));
    }
    run(command);
  }

  private static void run(List<String> command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (var output = process.getInputStream()) {
      String said = new String(output.readNBytes(1000), UTF_8);
      if (process.waitFor() != 0) {
        throw new OciException(
            String.join(" ", command) + " failed: " + said.strip(), "only root can make devices");
      }
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }
}
