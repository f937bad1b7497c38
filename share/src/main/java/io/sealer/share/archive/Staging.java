package io.sealer.share.archive;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A store that remembers what was written to it. Closing takes back what got no name, so that a
 * failed load leaves the store as it was, and a good one leaves no rubbish.
 */
final class Staging implements ContentStore, AutoCloseable {
  private final ImageStore store;
  private final Set<Digest> written = ConcurrentHashMap.newKeySet();

  Staging(ImageStore store) {
    this.store = store;
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    return store.size(digest);
  }

  @Override
  public InputStream open(Digest digest) throws IOException {
    return store.open(digest);
  }

  @Override
  public byte[] read(Descriptor descriptor) throws IOException {
    return store.read(descriptor);
  }

  @Override
  public void put(Descriptor descriptor, Source source) throws IOException {
    written.add(descriptor.digest());
    store.put(descriptor, source);
  }

  @Override
  public Descriptor put(String mediaType, byte[] content) throws IOException {
    Descriptor descriptor = Descriptor.of(mediaType, content);
    written.add(descriptor.digest());
    return store.put(mediaType, content);
  }

  @Override
  public Partial resume(Descriptor descriptor) throws IOException {
    written.add(descriptor.digest());
    return store.resume(descriptor);
  }

  @Override
  @SuppressWarnings("resource") // handed to the caller
  public Ingest ingest() throws IOException {
    return new Noted(store.ingest());
  }

  private final class Noted extends Ingest {
    private final Ingest out;

    Noted(Ingest out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public Descriptor commit(String mediaType) throws IOException {
      Descriptor descriptor = out.commit(mediaType);
      written.add(descriptor.digest());
      return descriptor;
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }

  @Override
  public void close() throws IOException {
    try {
      store.discard(written);
    } catch (OciException unclear) {
      // Another image is damaged, so what is needed cannot be told; prune will say so.
    }
  }
}
