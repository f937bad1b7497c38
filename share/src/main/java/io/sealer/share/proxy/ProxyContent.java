package io.sealer.share.proxy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.FetchedManifest;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.flight.Flights;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.ErrorCode;
import io.sealer.share.serve.PageRequest;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * A pull-through cache. A tag is asked at its upstream whenever that answers; otherwise it stands
 * for what it stood for last. Content is fetched once, served while it arrives, verified, and kept
 * until its directory is removed. What is not there is asked anew each time. Thread-safe.
 */
public final class ProxyContent implements ServedContent, AutoCloseable {
  private static final int FETCHES = 32;
  private static final String BYTES = "application/octet-stream";

  private final DiskStore store;
  private final TagBook tags;
  private final Upstreams upstreams;
  private final Flights flights;
  private final Consumer<String> log;
  private final Coalescing<Reference, Optional<Descriptor>> askingTags = new Coalescing<>();
  private final Coalescing<Digest, Optional<Descriptor>> askingManifests = new Coalescing<>();

  private ProxyContent(Path directory, DiskStore store, ProxyConfig config, Consumer<String> log) {
    this.store = store;
    this.tags = new TagBook(directory.resolve("tags"));
    this.upstreams = new Upstreams(config);
    this.flights = new Flights(() -> new Flights.Open(store, () -> {}), FETCHES, log);
    this.log = log;
  }

  /**
   * Opens the cache that is kept in a directory.
   *
   * @param log is told of fetches, and of answers that may be old
   * @throws io.sealer.oci.OciException when the directory cannot be used
   */
  public static ProxyContent open(Path directory, ProxyConfig config, Consumer<String> log)
      throws IOException {
    Files.createDirectories(directory);
    DiskStore store = DiskStore.open(directory.resolve("content"));
    return new ProxyContent(directory, store, config, log);
  }

  /** Whether a request says which registry it means ({@code ns}), and we stand in front of it. */
  public boolean names(Repository repository) {
    return upstreams.names(repository);
  }

  /** Whether a request may mean a registry that we stand in front of. */
  public boolean isInCharge(Repository repository) {
    return !upstreams.of(repository).isEmpty();
  }

  /**
   * An upstream that cannot be asked does not let the next one answer in its place: that could be
   * another image. What the next one is known to have answered before counts.
   */
  @Override
  public Optional<Found> manifest(Repository repository, String tag) throws IOException {
    Optional<DistributionException> outage = Optional.empty();
    for (Candidate candidate : inCharge(repository)) {
      Optional<TagBook.Known> known = known(candidate.name(tag));
      boolean asks = outage.isEmpty() && !isFresh(known, candidate);
      try {
        Optional<Descriptor> is =
            asks ? current(candidate, tag, known) : known.map(TagBook.Known::is);
        if (is.isPresent()) {
          return is.map(Cached::new);
        }
      } catch (DistributionException e) {
        if (known.isPresent()) {
          log.accept("answering " + candidate.name(tag) + " from the cache: " + e.getMessage());
          return known.map(k -> new Cached(k.is()));
        }
        outage = Optional.of(e);
      }
    }
    if (outage.isPresent()) {
      throw outage.get();
    }
    return Optional.empty();
  }

  private static boolean isFresh(Optional<TagBook.Known> known, Candidate candidate) {
    return known.filter(k -> k.isFresh(candidate.upstream().freshness())).isPresent();
  }

  /** What a tag stood for, if that is still here. */
  private Optional<TagBook.Known> known(Reference name) throws IOException {
    Optional<TagBook.Known> known = tags.find(name);
    return known.isPresent() && store.has(known.get().is().digest()) ? known : Optional.empty();
  }

  private Optional<Descriptor> current(
      Candidate candidate, String tag, Optional<TagBook.Known> known) throws IOException {
    Reference name = candidate.name(tag);
    return askingTags.ask(
        name,
        () -> {
          Optional<Descriptor> same =
              known.isPresent()
                  ? candidate.resolve(tag).filter(d -> d.digest().equals(known.get().is().digest()))
                  : Optional.empty();
          Optional<Descriptor> is =
              same.isPresent() ? known.map(TagBook.Known::is) : kept(candidate.manifest(tag));
          if (is.isPresent()) {
            tags.put(name, is.get());
          }
          return is;
        });
  }

  private Optional<Descriptor> kept(Optional<FetchedManifest> fetched) throws IOException {
    if (fetched.isPresent()) {
      store.put(fetched.get().descriptor().mediaType(), fetched.get().content());
    }
    return fetched.map(FetchedManifest::descriptor);
  }

  @Override
  public Optional<Found> manifest(Repository repository, Digest digest) throws IOException {
    Optional<Descriptor> here = document(digest);
    if (here.isPresent()) {
      return here.map(Cached::new);
    }
    List<Candidate> candidates = inCharge(repository);
    return askingManifests.ask(digest, () -> first(candidates, digest)).map(Cached::new);
  }

  private Optional<Descriptor> first(List<Candidate> candidates, Digest digest) throws IOException {
    Optional<DistributionException> outage = Optional.empty();
    for (Candidate candidate : candidates) {
      try {
        Optional<Descriptor> is = kept(candidate.manifest(digest));
        if (is.isPresent()) {
          return is;
        }
      } catch (DistributionException e) {
        outage = Optional.of(e);
      }
    }
    if (outage.isPresent()) {
      throw outage.get();
    }
    return Optional.empty();
  }

  private Optional<Descriptor> document(Digest digest) throws IOException {
    OptionalLong size = store.size(digest);
    if (size.isEmpty() || size.getAsLong() > OciJson.LIMIT) {
      return Optional.empty();
    }
    byte[] content = store.read(Descriptor.of(BYTES, digest, size.getAsLong()));
    return OciJson.documentType(content).map(type -> Descriptor.of(type, content));
  }

  @Override
  public Optional<Found> blob(Repository repository, Digest digest) throws IOException {
    OptionalLong here = store.size(digest);
    if (here.isPresent()) {
      return Optional.of(new Cached(Descriptor.of(BYTES, digest, here.getAsLong())));
    }
    var carrier = new UpstreamCarrier(inCharge(repository));
    OptionalLong size = flights.size(digest, carrier);
    return size.isEmpty()
        ? Optional.empty()
        : Optional.of(new Arriving(Descriptor.of(BYTES, digest, size.getAsLong()), carrier));
  }

  /** What the upstream lists; when it cannot be asked, the tags that were asked for so far. */
  @Override
  public Optional<PageRequest.Page> tags(Repository repository, PageRequest page)
      throws IOException {
    for (Candidate candidate : inCharge(repository)) {
      Optional<List<String>> listed = listed(candidate);
      if (listed.isPresent()) {
        return listed.map(List::stream).map(page::of);
      }
    }
    return Optional.empty();
  }

  private Optional<List<String>> listed(Candidate candidate) throws IOException {
    try {
      return candidate.tags();
    } catch (DistributionException outage) {
      Reference repository = candidate.name("latest");
      List<String> known = tags.tags(repository);
      if (known.isEmpty()) {
        throw outage;
      }
      log.accept(
          "listing the tags of %s that are in the cache: %s"
              .formatted(repository.context(), outage.getMessage()));
      return Optional.of(known);
    }
  }

  /** What the upstream lists; not kept, for a list that lacks a signature would be wrong. */
  @Override
  public List<Descriptor> referrers(Repository repository, Digest subject) throws IOException {
    for (Candidate candidate : inCharge(repository)) {
      List<Descriptor> listed = candidate.referrers(subject);
      if (!listed.isEmpty()) {
        return listed;
      }
    }
    return List.of();
  }

  private List<Candidate> inCharge(Repository repository) throws DistributionException {
    List<Candidate> candidates = upstreams.of(repository);
    if (candidates.isEmpty()) {
      throw ErrorCode.NAME_UNKNOWN.because(
          "this cache stands in front of no registry that " + repository + " could be in");
    }
    return candidates;
  }

  private InputStream opened(Digest digest, long position) throws IOException {
    InputStream in = store.open(digest);
    try {
      in.skipNBytes(position);
      return in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /** Content of the store. */
  private final class Cached implements Found {
    private final Descriptor descriptor;

    private Cached(Descriptor descriptor) {
      this.descriptor = descriptor;
    }

    @Override
    public Descriptor descriptor() {
      return descriptor;
    }

    @Override
    public InputStream open(long position) throws IOException {
      return opened(descriptor.digest(), position);
    }

    @Override
    public Optional<Path> file() {
      String hex = descriptor.digest().hex();
      return Optional.of(store.directory().resolve("blobs/sha256").resolve(hex));
    }
  }

  /** Content that will be fetched when it is opened. */
  private final class Arriving implements Found {
    private final Descriptor descriptor;
    private final UpstreamCarrier carrier;

    private Arriving(Descriptor descriptor, UpstreamCarrier carrier) {
      this.descriptor = descriptor;
      this.carrier = carrier;
    }

    @Override
    public Descriptor descriptor() {
      return descriptor;
    }

    @Override
    public InputStream open(long position) throws IOException {
      if (!store.has(descriptor.digest())) {
        Optional<InputStream> arriving = flights.open(descriptor, position, carrier);
        if (arriving.isPresent()) {
          return arriving.get();
        }
      }
      return opened(descriptor.digest(), position);
    }

    /** A part that ends before the last byte would be whole before it is verified: it waits. */
    @Override
    public InputStream open(long position, long length) throws IOException {
      if (position + length < descriptor.size() && !store.has(descriptor.digest())) {
        flights.fetch(descriptor, carrier);
      }
      return open(position);
    }
  }

  @Override
  public void close() throws IOException {
    upstreams.close();
    store.close();
  }
}
