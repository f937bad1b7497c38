package io.sealer.cli.command;

import io.sealer.cli.output.Console;
import io.sealer.cli.output.RunProgress;
import io.sealer.cli.output.TransferProgress;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.CredentialStore;
import io.sealer.oci.registry.ImagePuller;
import io.sealer.oci.registry.PullOptions;
import io.sealer.oci.registry.RegistryClient;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.ClusterRunner;
import io.sealer.run.Clusters;
import io.sealer.run.RunEnvironment;
import io.sealer.run.clusterfile.Clusterfile;
import java.io.IOException;
import java.util.Optional;

/** The run room, opened with this process's places and console. */
final class ClusterAccess {
  private ClusterAccess() {}

  static Clusters clusters(Context context, RunProgress progress) throws IOException {
    Console console = context.console();
    var environment =
        RunEnvironment.of(
            context.places().home(),
            context.places().cache(),
            context.places().userHome(),
            DiskStore.open(context.places().store()),
            context.places().knownHosts(),
            first ->
                console.tell(
                    "host "
                        + first.host()
                        + " is seen for the first time; its key "
                        + first.fingerprint()
                        + " is trusted from now on"));
    var logins = CredentialStore.ofUser(context.places().credentials());
    return new ClusterRunner(environment.withLogins(logins), progress);
  }

  /** Makes sure that the image of a Clusterfile is in the local store. */
  static void requireImage(Context context, RegistryFlags registry, Clusterfile clusterfile)
      throws IOException {
    Optional<Reference> image = clusterfile.cluster().image().map(Reference::parse);
    var store = DiskStore.open(context.places().store());
    if (image.isEmpty() || store.resolve(image.get()).isPresent()) {
      return;
    }
    context
        .console()
        .tell("image " + image.get().familiar() + " is not in the local store; pulling it");
    try (RegistryClient client = registry.client(context);
        var progress = new TransferProgress(context.console(), "pulled")) {
      Descriptor descriptor =
          new ImagePuller(client).pull(image.get(), store, PullOptions.ALL, progress);
      store.tag(image.get(), descriptor);
      progress.finished();
    }
  }
}
