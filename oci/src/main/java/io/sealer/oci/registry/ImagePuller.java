package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/**
 * Fetches images into a store: manifests verified, blobs in parallel, each once even when several
 * images that are pulled at the same time need it. Content becomes visible bottom-up: a manifest is
 * in the store only after what it needs. Thread-safe.
 */
public final class ImagePuller {
  private final RegistryClient client;
  private final Flights<Key> flights = new Flights<>();

  /** A blob on its way into a store. */
  record Key(ContentStore store, Digest digest) {}

  /** A puller; the client decides how many transfers run at once. */
  public ImagePuller(RegistryClient client) {
    this.client = client;
  }

  /**
   * Fetches an image or a whole tree of indexes, and says what the name stands for. Index bytes and
   * digests stay as they are; members that the options leave out are simply absent.
   *
   * @throws RegistryException when the registry does not deliver; names the image and blob
   * @throws io.sealer.oci.OciException when an index has nothing for the wanted platforms
   */
  public Descriptor pull(Reference name, ContentStore store, PullOptions options, Progress progress)
      throws IOException {
    return pullAll(List.of(name), store, options, progress).sequencedValues().getFirst();
  }

  /**
   * Pulls all of these at once, answers in their order; the first failure breaks the others off.
   */
  public SequencedMap<Reference, Descriptor> pullAll(
      Collection<Reference> names, ContentStore store, PullOptions options, Progress progress)
      throws IOException {
    List<Reference> distinct = names.stream().distinct().toList();
    List<Descriptor> pulled =
        Fanout.map(
            distinct, name -> new Pull(client, flights, name, store, options, progress).run());
    var result = new LinkedHashMap<Reference, Descriptor>();
    for (int i = 0; i < distinct.size(); i++) {
      result.put(distinct.get(i), pulled.get(i));
    }
    return result;
  }
}
