package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.CorruptContentException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * Fetches one blob into a store. A broken transfer continues where it stopped, also where another
 * process stopped; one that comes forward is tried again without end.
 */
final class BlobDownload {
  private static final long HEADWAY = 1 << 20;

  private final Blobs blobs;
  private final Wire wire;
  private final Reference repository;
  private final Descriptor blob;
  private final Progress progress;
  private final String name;
  private final Operation operation;
  private final URI uri;

  BlobDownload(Blobs blobs, Wire wire, Reference repository, Descriptor blob, Progress progress) {
    this.blobs = blobs;
    this.wire = wire;
    this.repository = repository;
    this.blob = blob;
    this.progress = progress;
    this.name = blob.digest().abbreviated();
    this.operation = blobs.reading(repository, blob);
    this.uri = Blobs.request("GET", operation, repository, blob.digest()).uri();
  }

  /** Returns when the blob is in the store, verified. */
  void into(ContentStore store) throws IOException {
    progress.started(name, blob.size());
    try (ContentStore.Partial partial = store.resume(blob)) {
      boolean reused = store.has(blob.digest());
      if (!reused) {
        fetchVerified(partial);
      }
      progress.done(name, reused);
    }
  }

  /** Returns when what was lacking has come and was verified; the caller closes. */
  void fill(ContentStore.Partial partial) throws IOException {
    progress.started(name, blob.size());
    fetchVerified(partial);
    progress.done(name, false);
  }

  private void fetchVerified(ContentStore.Partial partial) throws IOException {
    boolean resumed = partial.position() > 0;
    progress.advanced(name, partial.position());
    fetch(partial);
    try {
      partial.commit();
    } catch (CorruptContentException e) {
      if (!resumed) {
        throw wrong("the content is not what its digest says");
      }
      // What an earlier process left may be what is damaged: once more, all of it.
      progress.advanced(name, -blob.size());
      partial.restart();
      fetchVerified(partial);
    }
  }

  private void fetch(ContentStore.Partial partial) throws IOException {
    int failures = 0;
    while (partial.position() < blob.size()) {
      long before = partial.position();
      try {
        once(partial);
      } catch (IOException e) {
        failures = partial.position() - before >= HEADWAY ? 1 : failures + 1;
        if (!wire.mayPass(uri, e, failures)) {
          throw wire.typed(operation, uri, e);
        }
        RetryPolicy.await(wire.retry().pause(failures));
      }
    }
  }

  private void once(ContentStore.Partial partial) throws IOException {
    try (Blob source = blobs.open(repository, blob, partial.position())) {
      if (source.from() != partial.position()) {
        progress.advanced(name, -partial.position());
        partial.restart();
      }
      copy(source.stream(), partial);
    }
  }

  private void copy(InputStream from, ContentStore.Partial to) throws IOException {
    var buffer = new byte[128 * 1024];
    for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
      if (to.position() + count > blob.size()) {
        to.restart();
        throw wrong("more than the " + blob.size() + " bytes that it should have arrived");
      }
      write(to, buffer, count);
      progress.advanced(name, count);
    }
    if (to.position() < blob.size()) {
      long missing = blob.size() - to.position();
      throw new EOFException("the answer ended " + missing + " bytes early");
    }
  }

  private void write(ContentStore.Partial to, byte[] buffer, int count) throws IOException {
    try {
      to.write(buffer, 0, count);
    } catch (IOException e) {
      // Not the registry's fault: must not be taken for a broken connection.
      throw new OciException(
          "cannot " + operation.what() + ": cannot write to the store: " + e.getMessage(),
          "check that the disk has room and is writable",
          e);
    }
  }

  private RegistryException wrong(String what) {
    return Failures.protocol(operation, uri, what);
  }
}
