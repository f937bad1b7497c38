package io.sealer.node.serve;

import io.sealer.node.exchange.Peers;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciJson;
import io.sealer.oci.store.ContentSource;
import io.sealer.share.flight.Flights;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the container runtime of this host is given: the host's own content, else that of peers,
 * fetched when it is opened. What nobody knows is asked anew each time.
 */
final class MirrorContent implements ServedContent {
  private final ContentSource store;
  private final NameBook names;
  private final Peers peers;
  private final Flights flights;

  MirrorContent(ContentSource store, NameBook names, Peers peers, Flights flights) {
    this.store = store;
    this.names = names;
    this.peers = peers;
    this.flights = flights;
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
      return OwnContent.opened(store, descriptor.digest(), position);
    }
  }
}
