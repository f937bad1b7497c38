package io.sealer.build.execute;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildListener;
import io.sealer.build.kubefile.Instruction;
import io.sealer.oci.Platform;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** RUN: the script in its sandbox, and what it changed as a layer. */
final class Runner {
  private final Path work;
  private final ContentStore store;
  private final LayerIndex index;
  private final Snapshots snapshots;
  private final Platform platform;
  private final BuildListener listener;

  Runner(
      Path work,
      ContentStore store,
      LayerIndex index,
      Snapshots snapshots,
      Platform platform,
      BuildListener listener) {
    this.work = work;
    this.store = store;
    this.index = index;
    this.snapshots = snapshots;
    this.platform = platform;
    this.listener = listener;
  }

  Layer run(
      Instruction.Run run, Map<String, String> environment, List<Layer> layers, boolean network)
      throws IOException, InterruptedException, BuildException {
    requirePlatform();
    Privilege.requireNamespaces();
    Path directory = Files.createTempDirectory(Files.createDirectories(work), "run-");
    try {
      Path upper = Files.createDirectory(directory.resolve("upper"));
      var sandbox = new Sandbox(directory, network, listener::output);
      Sandbox.Outcome outcome =
          sandbox.run(run.script(), environment, snapshots.lower(layers), upper);
      if (outcome.status() != 0) {
        throw new BuildException(
            "RUN ended with status " + outcome.status(),
            "it ran with /bin/sh -e in the root of the image; the tools are those of this machine",
            outcome.lastLines(),
            null);
      }
      return UpperLayer.write(store, index, upper);
    } finally {
      Directories.delete(directory);
    }
  }

  private void requirePlatform() throws BuildException {
    Platform local = Platform.local();
    if (!platform.equals(local)
        && Files.notExists(Path.of("/proc/sys/fs/binfmt_misc/qemu-" + machine(platform)))) {
      throw new BuildException(
          "RUN for " + platform + " cannot be carried out on " + local,
          "install an emulator (Debian: qemu-user-static), build on such a machine, or do without"
              + " RUN");
    }
  }

  private static String machine(Platform platform) {
    return switch (platform.architecture()) {
      case "arm64" -> "aarch64";
      case "amd64" -> "x86_64";
      default -> platform.architecture();
    };
  }
}
