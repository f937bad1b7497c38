package io.sealer.build;

import io.sealer.build.job.BuildException;
import io.sealer.build.job.BuildListener;
import io.sealer.build.job.BuildRequest;
import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Builds the context CONTEXT with everything else below HOME, and prints the image's digest. */
final class BuildMain {
  private BuildMain() {}

  public static void main(String... arguments) throws Exception {
    Path home = Path.of(arguments[0]);
    Path context = Path.of(arguments[1]);
    var request =
        new BuildRequest(
            context,
            context.resolve("Kubefile"),
            List.of(Reference.parse("test:1")),
            List.of(Platform.local()),
            Map.of(),
            Map.of("label", "value"),
            Map.of(),
            BuildRequest.Options.defaults());
    var builder =
        new Builder(
            DiskStore.open(home.resolve("store")),
            home.resolve("work"),
            (name, platforms, store) -> {
              throw new OciException("no registry here has " + name, "");
            });
    try {
      System.out.println(builder.build(request, BuildListener.NONE).descriptor().digest());
    } catch (BuildException e) {
      System.out.println(e.getMessage() + e.output());
      System.exit(1);
    }
  }
}
