package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Manifest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.MissingContentException;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** One image on its way into a store. */
final class Pull {
  private final RegistryClient client;
  private final Flights<ImagePuller.Key> flights;
  private final Reference name;
  private final ContentStore store;
  private final PullOptions options;
  private final Progress progress;

  Pull(
      RegistryClient client,
      Flights<ImagePuller.Key> flights,
      Reference name,
      ContentStore store,
      PullOptions options,
      Progress progress) {
    this.client = client;
    this.flights = flights;
    this.name = name;
    this.store = store;
    this.options = options;
    this.progress = progress;
  }

  Descriptor run() throws IOException {
    var local = LocalRoot.find(name, store, options.offline());
    Descriptor root =
        local.isPresent() ? local.get() : client.slots().in(() -> client.resolve(name));
    tree(root);
    return root;
  }

  private void tree(Descriptor node) throws IOException {
    boolean here = store.has(node.digest());
    byte[] content = here ? store.read(node) : fetch(node);
    if (node.isIndex()) {
      Fanout.each(wanted(node, OciJson.readIndex(content).manifests()), this::member);
    } else {
      Manifest manifest = OciJson.readManifest(content);
      List<Descriptor> blobs =
          Stream.concat(Stream.of(manifest.config()), manifest.layers().stream())
              .distinct()
              .toList();
      Fanout.each(blobs, this::blob);
    }
    store.put(node.mediaType(), content);
  }

  private void member(Descriptor member) throws IOException {
    if (member.isIndex() || member.isManifest()) {
      tree(member);
      return;
    }
    throw new OciException(
        name + " has a member of unknown type '" + member.mediaType() + "'",
        "this image cannot be used; ask its publisher for an OCI or Docker image");
  }

  private List<Descriptor> wanted(Descriptor index, List<Descriptor> members) throws OciException {
    List<Descriptor> taken = members.stream().filter(this::isWanted).toList();
    if (taken.isEmpty() && !members.isEmpty()) {
      throw new OciException(
          name + " (" + index.digest() + ") has nothing for " + words(options.platforms().stream()),
          "it has: " + words(members.stream().flatMap(m -> m.platform().stream())));
    }
    return taken;
  }

  private boolean isWanted(Descriptor member) {
    return member.platform().isEmpty() || options.takes(member.platform().get());
  }

  private static String words(Stream<?> things) {
    return String.join(", ", things.map(String::valueOf).distinct().toList());
  }

  private byte[] fetch(Descriptor node) throws IOException {
    online(node);
    return client.slots().in(() -> client.manifest(name, node));
  }

  private void blob(Descriptor blob) throws IOException {
    boolean here = store.has(blob.digest());
    boolean fetched =
        flights.once(
            new ImagePuller.Key(store, blob.digest()),
            () -> store.has(blob.digest()),
            () -> download(blob));
    if (!fetched) {
      // Taking hold of what is here keeps it from being pruned before it gets a name.
      store.resume(blob).close();
    }
    if (here) {
      progress.started(blob.digest().abbreviated(), blob.size());
      progress.done(blob.digest().abbreviated(), true);
    }
  }

  private void download(Descriptor blob) throws IOException {
    online(blob);
    try {
      client
          .slots()
          .in(
              () -> {
                client.fetchBlob(name, blob, store, progress);
                return blob;
              });
    } catch (RegistryException.NotFound e) {
      throw isForeign(blob) ? Failures.foreign(e) : e;
    }
  }

  /** Layers that registries must not keep, such as those of Windows. */
  private static boolean isForeign(Descriptor blob) {
    return blob.mediaType().contains(".foreign.")
        || blob.mediaType().contains(".nondistributable.");
  }

  private void online(Descriptor needed) throws MissingContentException {
    if (options.offline()) {
      throw new MissingContentException(needed.digest());
    }
  }
}
