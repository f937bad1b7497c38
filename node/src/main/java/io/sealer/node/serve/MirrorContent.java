package io.sealer.node.serve;

import io.sealer.node.exchange.Peers;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Manifest;
import io.sealer.oci.OciJson;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.flight.Flights;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the container runtime of this host is given: the host's own content, else that of peers,
 * fetched when it is opened. What nobody knows is asked anew each time. When a manifest is opened,
 * its parts are given to the runtime first, where that is possible: then it asks for none of them.
 */
final class MirrorContent implements ServedContent {
  /** Longer than that a runtime does not wait for a manifest; what comes later is sent to it. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final DiskStore store;
  private final NameBook names;
  private final Peers peers;
  private final Flights flights;
  private final RuntimeContent runtime;

  MirrorContent(
      DiskStore store, NameBook names, Peers peers, Flights flights, RuntimeContent runtime) {
    this.store = store;
    this.names = names;
    this.peers = peers;
    this.flights = flights;
    this.runtime = runtime;
  }

  @Override
  public Optional<Found> manifest(Repository repository, String tag) throws IOException {
    Optional<Descriptor> own = names.find(repository, tag);
    Optional<Descriptor> is = own.isPresent() ? own : peers.resolve(repository, tag);
    return is.map(Anywhere::new);
  }

  /** Manifests are small: fetched even for their headers, which need the media type inside. */
  @Override
  public Optional<Found> manifest(Repository repository, Digest digest) throws IOException {
    Optional<Descriptor> known = names.find(digest).filter(d -> d.isIndex() || d.isManifest());
    if (known.isPresent()) {
      return Optional.of(new Anywhere(known.get()));
    }
    if (!store.has(digest)) {
      OptionalLong size = flights.size(digest, peers);
      if (size.isEmpty() || size.getAsLong() > OciJson.LIMIT) {
        return Optional.empty();
      }
      flights.fetch(Descriptor.of(OwnContent.BYTES, digest, size.getAsLong()), peers);
    }
    return OwnContent.document(store, names, digest).map(Anywhere::new);
  }

  @Override
  public Optional<Found> blob(Repository repository, Digest digest) throws IOException {
    OptionalLong size = store.size(digest);
    if (size.isEmpty()) {
      size = flights.size(digest, peers);
    }
    return size.isEmpty()
        ? Optional.empty()
        : Optional.of(new Anywhere(Descriptor.of(OwnContent.BYTES, digest, size.getAsLong())));
  }

  /** Gives the runtime what a manifest consists of, as far as it is here or comes quickly. */
  private void giveParts(Descriptor descriptor) {
    try {
      Manifest manifest = OciJson.readManifest(store.read(descriptor));
      var parts = new ArrayList<>(manifest.layers());
      parts.add(manifest.config());
      parts.removeIf(part -> runtime.has(part.digest()));
      var lacking = new ArrayList<Descriptor>();
      for (Descriptor part : parts) {
        if (!store.has(part.digest())) {
          lacking.add(part);
        }
      }
      if (peers.areThere()) {
        flights.fetch(lacking, peers, PATIENCE);
      }
      for (Descriptor part : parts) {
        if (store.size(part.digest()).orElse(-1) == part.size()) {
          runtime.give(part.digest(), store.file(part.digest()));
        }
      }
    } catch (IOException e) {
      runtime.cannotBeGiven(descriptor, e); // it asks for each of them then
    }
  }

  /** Content that is here or will be. */
  private final class Anywhere implements Found {
    private final Descriptor descriptor;

    private Anywhere(Descriptor descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public Descriptor descriptor() {
      return descriptor;
    }

    @Override
    public InputStream open(long position) throws IOException {
      if (!store.has(descriptor.digest())) {
        Optional<InputStream> arriving = flights.open(descriptor, position, peers);
        if (arriving.isPresent()) {
          return arriving.get();
        }
      }
      if (descriptor.isManifest() && runtime.isWithinReach()) {
        giveParts(descriptor);
      }
      return OwnContent.opened(store, descriptor.digest(), position);
    }
  }
}
