package io.sealer.node.serve;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciJson;
import io.sealer.oci.store.ContentSource;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What this host has itself: what other agents are given, so that no question goes in circles. A
 * digest is answered whatever the repository: it says by itself what it is, and the store holds
 * each content once for all repositories.
 */
final class OwnContent implements ServedContent {
  static final String BYTES = "application/octet-stream";

  private final ContentSource store;
  private final NameBook names;

  OwnContent(ContentSource store, NameBook names) {
    this.store = store;
    this.names = names;
  }

  /** A name is answered also when its content is elsewhere; opening it fails then. */
  @Override
  public Optional<Found> manifest(Repository repository, String tag) throws IOException {
    return names.find(repository, tag).map(is -> new Stored(is, store));
  }

  @Override
  public Optional<Found> manifest(Repository repository, Digest digest) throws IOException {
    Optional<Descriptor> is = document(store, names, digest);
    return is.map(document -> new Stored(document, store));
  }

  /** A manifest or index that is in the store, with its media type. */
  static Optional<Descriptor> document(ContentSource store, NameBook names, Digest digest)
      throws IOException {
    OptionalLong size = store.size(digest);
    if (size.isEmpty() || size.getAsLong() > OciJson.LIMIT) {
      return Optional.empty();
    }
    Optional<Descriptor> known = names.find(digest).filter(d -> d.isIndex() || d.isManifest());
    if (known.isPresent()) {
      return known;
    }
    byte[] content = store.read(Descriptor.of(BYTES, digest, size.getAsLong()));
    return OciJson.documentType(content).map(type -> Descriptor.of(type, content));
  }

  @Override
  public Optional<Found> blob(Repository repository, Digest digest) throws IOException {
    OptionalLong size = store.size(digest);
    return size.isEmpty()
        ? Optional.empty()
        : Optional.of(new Stored(Descriptor.of(BYTES, digest, size.getAsLong()), store));
  }

  /** Content of the store. */
  record Stored(Descriptor descriptor, ContentSource store) implements Found {
    @Override
    public InputStream open(long position) throws IOException {
      return opened(store, descriptor.digest(), position);
    }
  }

  static InputStream opened(ContentSource store, Digest digest, long position) throws IOException {
    InputStream in = store.open(digest);
    try {
      in.skipNBytes(position);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
