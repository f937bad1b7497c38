package io.sealer.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The store on disk, an OCI image layout (image-layout.md): {@code skopeo inspect oci:DIR:NAME}
 * reads it. Content is written to {@code incoming/}, synced, and renamed when whole and verified,
 * so that a crash at any moment leaves no wrong content; names are replaced as a whole. Threads and
 * processes may share a store. What an open store has written stays when anybody prunes, until it
 * is named or the store is closed or its process ends.
 */
public final class DiskStore implements ImageStore, AutoCloseable {
  private static final byte[] MARKER = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8);

  private final Layout layout;
  private final Lease lease;
  private final Blobs blobs;
  private final Names names;
  private final Pins pins;

  private DiskStore(Layout layout) {
    this.layout = layout;
    this.lease = new Lease(layout);
    this.blobs = new Blobs(layout, lease);
    this.names = new Names(layout, lease);
    this.pins = new Pins(layout, lease);
  }

  /**
   * Opens a store; makes it when there is none.
   *
   * @throws OciException when the directory cannot be used
   */
  public static DiskStore open(Path directory) throws IOException {
    try {
      Disk.createDirectories(directory);
      var layout = new Layout(directory.toRealPath());
      for (Path part : List.of(layout.blobs(), layout.incoming(), layout.pins(), layout.locks())) {
        Disk.createDirectories(part);
      }
      if (!Files.exists(layout.marker())) {
        create(layout);
      } else if (!Files.readString(layout.marker()).contains("\"1.0.0\"")) {
        throw new OciException(
            directory + " is an image layout of a version that is not known here",
            "use a newer sealer, or another directory");
      }
      return new DiskStore(layout);
    } catch (IOException e) {
      throw DiskErrors.explain(e, directory);
    }
  }

  private static void create(Layout layout) throws IOException {
    var lease = new Lease(layout);
    lease.begin(); // takes the prune lock, which whoever has it may wait for the index with
    try (lease;
        var _ = PathLock.exclusive(layout.indexLock())) {
      if (!Files.exists(layout.index())) {
        Disk.replace(layout.index(), lease.temporary(), Names.bytes(List.of()));
      }
      Disk.replace(layout.marker(), lease.temporary(), MARKER);
    }
  }

  /** The directory of the store. */
  public Path directory() {
    return layout.root();
  }

  /** The file that holds this content, for those who hand it to other programs; only to be read. */
  public Path file(Digest digest) throws IOException {
    if (size(digest).isEmpty()) {
      throw new MissingContentException(digest);
    }
    return layout.blob(digest);
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    return blobs.size(digest);
  }

  @Override
  public InputStream open(Digest digest) throws IOException {
    return blobs.open(digest);
  }

  @Override
  public byte[] read(Descriptor descriptor) throws IOException {
    return blobs.read(descriptor);
  }

  @Override
  public void put(Descriptor descriptor, Source source) throws IOException {
    if (blobs.reuse(descriptor)) {
      return;
    }
    try (DiskIngest out = newIngest();
        InputStream in = source.open()) {
      byte[] buffer = new byte[1 << 18];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        if (out.size() > descriptor.size()) {
          throw CorruptContentException.tooLong(descriptor);
        }
      }
      out.commit(descriptor.mediaType(), Optional.of(descriptor));
    }
  }

  @Override
  public Descriptor put(String mediaType, byte[] content) throws IOException {
    Descriptor descriptor = Descriptor.of(mediaType, content);
    put(descriptor, () -> new ByteArrayInputStream(content));
    return descriptor;
  }

  @Override
  public Ingest ingest() throws IOException {
    return newIngest();
  }

  private DiskIngest newIngest() throws IOException {
    return new DiskIngest(blobs, lease.temporary());
  }

  @Override
  public Partial resume(Descriptor descriptor) throws IOException {
    if (blobs.reuse(descriptor)) {
      return new PresentPartial(descriptor.size());
    }
    lease.begin();
    PathLock.Held lock = PathLock.exclusive(layout.partLock(descriptor.digest()));
    if (blobs.reuse(descriptor)) { // whoever held the lock has finished it
      lock.remove();
      return new PresentPartial(descriptor.size());
    }
    return new DiskPartial(descriptor, blobs, layout.part(descriptor.digest()), lock);
  }

  @Override
  public Optional<Descriptor> resolve(Reference name) throws IOException {
    Optional<Descriptor> named = names.find(key(name));
    if (name.digest().isEmpty() || named.map(Descriptor::digest).equals(name.digest())) {
      return named;
    }
    return document(name.digest().get());
  }

  /** A manifest or index that is here without this name. */
  private Optional<Descriptor> document(Digest digest) throws IOException {
    OptionalLong size = size(digest);
    if (size.isEmpty() || size.getAsLong() > OciJson.LIMIT) {
      return Optional.empty();
    }
    byte[] content = read(Descriptor.of("", digest, size.getAsLong()));
    return OciJson.documentType(content).map(type -> Descriptor.of(type, content));
  }

  private static String key(Reference name) {
    return name.tag().isPresent() ? name.context() + ":" + name.tag().get() : name.toString();
  }

  @Override
  public void tag(Reference name, Descriptor descriptor) throws IOException {
    if (name.digest().filter(d -> !d.equals(descriptor.digest())).isPresent()) {
      throw new OciException(
          name + " cannot stand for " + descriptor.digest(), "leave the digest out of the name");
    }
    lease.begin();
    try (var _ = PathLock.shared(layout.pruneLock())) {
      Closure closure = Closure.of(this, descriptor);
      for (Descriptor part : closure.all()) {
        requireHere(part);
      }
      names.set(key(name), descriptor);
      lease.named(closure.all().stream().map(Descriptor::digest).toList());
    }
  }

  private void requireHere(Descriptor part) throws IOException {
    OptionalLong size = size(part.digest());
    if (size.isEmpty()) {
      throw new MissingContentException(part.digest());
    }
    if (size.getAsLong() != part.size()) {
      throw CorruptContentException.size(part, size.getAsLong());
    }
  }

  @Override
  public boolean untag(Reference name) throws IOException {
    return names.remove(key(name));
  }

  @Override
  public List<Named> names() throws IOException {
    return names.list();
  }

  @Override
  public long prune() throws IOException {
    return pruner().prune().bytes();
  }

  @Override
  public Pruned prunable(Collection<Reference> without) throws IOException {
    return pruner().plan(without.stream().map(DiskStore::key).collect(Collectors.toSet()));
  }

  @Override
  public void discard(Set<Digest> written) throws IOException {
    pruner().discard(written);
  }

  private Pruner pruner() {
    return new Pruner(layout, names, pins, lease, this);
  }

  /**
   * Hashes all content again and follows every reference.
   *
   * @param repair lays damaged content aside in {@code quarantine/}, so that it can be fetched
   *     again
   */
  public StoreCheck.Result check(boolean repair, Progress progress) throws IOException {
    return new StoreCheck(layout, names, pins, lease, progress).run(repair);
  }

  /**
   * A file name for what is needed while something is written; pruned when this process is gone.
   * The caller removes the file.
   */
  public Path scratch() throws IOException {
    return lease.temporary();
  }

  /** Indexes that keep content from being pruned without being images of this store. */
  public Pins pins() {
    return pins;
  }

  /** Ends the protection of what was written and not named. The store can be opened again. */
  @Override
  public void close() throws IOException {
    lease.close();
  }
}
