package io.sealer.oci.registry;

import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.nio.file.Path;

/** {@code push|pull STORE NAME}: a process of its own for {@link RegistryTransferBench}. */
final class TransferMain {
  private TransferMain() {}

  public static void main(String[] args) throws IOException {
    Reference name = Reference.parse(args[2]);
    try (var store = DiskStore.open(Path.of(args[1]));
        var client = new RegistryClient(RegistryOptions.defaults())) {
      if (args[0].equals("push")) {
        Reference local = Reference.parse("bench:1");
        var root = store.resolve(local).orElseThrow();
        new ImagePusher(client).push(root, store, name, PushOptions.DEFAULT, Progress.NONE);
      } else {
        store.tag(name, new ImagePuller(client).pull(name, store, PullOptions.ALL, Progress.NONE));
      }
    }
  }
}
