package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.http.HttpTransport;
import io.sealer.oci.registry.http.Proxies;
import io.sealer.oci.registry.http.Request;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Talks to registries (OCI distribution specification 1.1). Make one for a whole run: it keeps
 * connections and tokens, and limits how much is transferred at once. Thread-safe.
 *
 * <p>What may pass is tried again as {@link RetryPolicy} says. All errors of registries are {@link
 * RegistryException}s.
 */
public final class RegistryClient implements AutoCloseable {
  private final RegistryOptions options;
  private final Wire wire;
  private final Caller caller;
  private final Manifests manifests;
  private final Blobs blobs;
  private final Slots slots;
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();

  /** A client that works like this. */
  public RegistryClient(RegistryOptions options) {
    this(options, new Proxies(System.getenv()));
  }

  RegistryClient(RegistryOptions options, Proxies proxies) {
    this.options = options;
    var transport = new HttpTransport(new TlsSockets(options.hosts()), options.timeouts(), proxies);
    this.wire = new Wire(transport, options.hosts(), options.retry());
    this.caller = new Caller(wire, options.credentials());
    this.manifests = new Manifests(caller, this::endpoint);
    this.blobs = new Blobs(caller, this::endpoint);
    this.slots = new Slots(options.parallelism());
  }

  private Endpoint endpoint(Reference name) {
    return endpoint(name.registry());
  }

  private Endpoint endpoint(String registry) {
    return endpoints.computeIfAbsent(registry, name -> Endpoint.of(name, options.hosts()));
  }

  /** Limits transfers. */
  Slots slots() {
    return slots;
  }

  /** What a name stands for: digest, size and media type. */
  public Descriptor resolve(Reference name) throws IOException {
    return manifests.resolve(name);
  }

  /** Fetches a manifest or index and verifies it against the name's digest, if there is one. */
  public FetchedManifest manifest(Reference name) throws IOException {
    return manifests.get(name);
  }

  /**
   * Fetches the manifest or index that a descriptor promises from the name's repository.
   *
   * @throws RegistryException.Protocol when the registry has another size or media type for it
   */
  public byte[] manifest(Reference repository, Descriptor expected) throws IOException {
    return manifests.get(repository, expected);
  }

  /** As {@link #resolve}, but empty when the registry does not have it or would have to send it. */
  public Optional<Descriptor> find(Reference name) throws IOException {
    return manifests.find(name);
  }

  /**
   * Puts a manifest or index under the name's digest, or its tag if it has no digest. What it
   * refers to must be there already.
   */
  public void putManifest(Reference name, Descriptor descriptor, byte[] content)
      throws IOException {
    manifests.put(name, descriptor, content);
  }

  /** Artifacts of one type that speak of an image in the name's repository. */
  public List<Descriptor> referrers(Reference repository, Digest subject, String artifactType)
      throws IOException {
    return referrers(repository, subject).stream()
        .filter(referrer -> referrer.artifactType().filter(artifactType::equals).isPresent())
        .toList();
  }

  /** All artifacts that speak of an image in the name's repository. */
  public List<Descriptor> referrers(Reference repository, Digest subject) throws IOException {
    return new Referrers(caller, manifests).of(endpoint(repository), repository, subject);
  }

  /**
   * Puts the manifest of an artifact that speaks of an image; it can be found by {@link #referrers}
   * then. What it refers to must be there already.
   */
  public void attach(Reference repository, Descriptor manifest, byte[] content, Descriptor subject)
      throws IOException {
    new Referrers(caller, manifests)
        .attach(endpoint(repository), repository, manifest, content, subject);
  }

  /** Opens a blob for reading at a position; the caller verifies what it reads. */
  public Blob openBlob(Reference repository, Descriptor blob, long from) throws IOException {
    return blobs.open(repository, blob, from);
  }

  /** Whether the repository has this blob. */
  public boolean hasBlob(Reference repository, Descriptor blob) throws IOException {
    return blobs.exists(blobs.reading(repository, blob), repository, blob);
  }

  /** Length of a blob in bytes; empty when the repository does not have it. */
  public OptionalLong blobSize(Reference repository, Digest digest) throws IOException {
    return blobs.size(repository, digest);
  }

  /** Fetches what a partial blob lacks, and commits it; verified. The caller closes it. */
  public void fillBlob(Reference repository, Descriptor blob, ContentStore.Partial into)
      throws IOException {
    new BlobDownload(blobs, wire, repository, blob, Progress.NONE).fill(into);
  }

  /** Fetches a blob into a store: resumed, verified, visible when whole. */
  public void fetchBlob(
      Reference repository, Descriptor blob, ContentStore store, Progress progress)
      throws IOException {
    new BlobDownload(blobs, wire, repository, blob, progress).into(store);
  }

  /**
   * Sends a blob unless the repository has it.
   *
   * @param mountFrom names of repositories in the same registry that may have it; others are
   *     ignored
   */
  public void pushBlob(
      Reference repository,
      Descriptor blob,
      ContentStore.Source source,
      List<Reference> mountFrom,
      Progress progress)
      throws IOException {
    Operation operation = putting(repository, blob);
    String name = blob.digest().abbreviated();
    progress.started(name, blob.size());
    BlobUpload upload = upload(repository, blob, source, progress);
    boolean there =
        blobs.exists(operation, repository, blob) || mounted(upload, repository, blob, mountFrom);
    if (!there) {
      upload.send();
    }
    progress.done(name, there);
  }

  BlobUpload upload(
      Reference repository, Descriptor blob, ContentStore.Source source, Progress progress) {
    return new BlobUpload(caller, putting(repository, blob), repository, blob, source, progress);
  }

  private Operation putting(Reference repository, Descriptor blob) {
    String what = "put blob " + blob.digest() + " to " + repository;
    return Operation.push(endpoint(repository), what, repository);
  }

  private boolean mounted(
      BlobUpload upload, Reference repository, Descriptor blob, List<Reference> from)
      throws IOException {
    List<Reference> others =
        from.stream()
            .filter(name -> name.registry().equals(repository.registry()))
            .filter(name -> !name.repository().equals(repository.repository()))
            .toList();
    for (Reference other : others) {
      if (isReadable(other, blob) && upload.mounted(other.repository())) {
        return true;
      }
    }
    return false;
  }

  /** Looks first: asking to mount what is not there would begin an upload. */
  private boolean isReadable(Reference repository, Descriptor blob) throws IOException {
    try {
      return hasBlob(repository, blob);
    } catch (RegistryException.Denied | RegistryException.Unauthorized e) {
      return false; // a repository of somebody else: then the blob is sent
    }
  }

  /** All tags of the name's repository. */
  public List<String> tags(Reference repository) throws IOException {
    return new Tags(caller, endpoint(repository)).of(repository);
  }

  /** Deletes a manifest, with every tag that stands for it. */
  public void delete(Reference name) throws IOException {
    Digest digest = name.digest().isPresent() ? name.digest().get() : resolve(name).digest();
    manifests.delete(name, digest);
  }

  /**
   * Checks that a registry accepts a credential.
   *
   * @throws RegistryException.Unauthorized when it does not
   */
  public void verify(String registry, Credential credential) throws IOException {
    Operation operation = new Operation(endpoint(registry), "log in to " + registry, List.of());
    Request request = Request.of("GET", operation.endpoint().api(""));
    try {
      if (credential instanceof Credential.Basic basic && isOpen(operation, request)) {
        // A registry that lets everybody read does not ask who it is: show it unasked.
        try (Reply reply = wire.send(operation, request, Optional.of(basic.header()))) {
          Caller.check(operation, reply, Set.of(200));
        }
      } else {
        var caller = new Caller(wire, _ -> Optional.of(credential));
        caller.call(operation, request, Set.of(200)).close();
      }
    } catch (RegistryException.Unauthorized e) {
      throw new RegistryException.Unauthorized(e.failure(), "check the user name and the password");
    }
  }

  private boolean isOpen(Operation operation, Request request) throws IOException {
    try (Reply reply = wire.send(operation, request, Optional.empty())) {
      return reply.status() == 200;
    }
  }

  /** Closes idle connections. */
  @Override
  public void close() {
    wire.close();
  }
}
