package io.sealer.share.serve;

import io.sealer.oci.Digest;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a request is about, by its path (distribution-spec 1.1, "Endpoints"). */
public sealed interface Route {
  /** {@code /v2/}: is this a registry? */
  record Ping() implements Route {}

  /** {@code /v2/NAME/manifests/TAG}. */
  record TaggedManifest(Repository repository, String tag) implements Route {}

  /**
   * {@code /v2/NAME/manifests/DIGEST}.
   *
   * @param tags to stand for it, when it is put (parameter {@code tag})
   */
  record PinnedManifest(Repository repository, Digest digest, List<String> tags) implements Route {
    public PinnedManifest {
      tags = List.copyOf(tags);
    }
  }

  /** {@code /v2/NAME/blobs/DIGEST}. */
  record Blob(Repository repository, Digest digest) implements Route {}

  /** {@code /v2/NAME/tags/list}. */
  record Tags(Repository repository, PageRequest page) implements Route {}

  /** {@code /v2/NAME/referrers/DIGEST}. */
  record Referrers(
      Repository repository, Digest subject, Optional<String> artifactType, Optional<Digest> after)
      implements Route {}

  /** {@code /v2/_catalog}: not in the specification any more, but asked for. */
  record Catalog(PageRequest page) implements Route {}

  /**
   * {@code /v2/NAME/blobs/uploads/}.
   *
   * @param digest of the blob that is sent with the request
   * @param mount a blob that is here already, instead; when it cannot be had, or what was asked
   *     makes no sense, an upload begins
   */
  record Uploads(Repository repository, Optional<Digest> digest, Optional<Mount> mount)
      implements Route {}

  /**
   * A blob to be taken from another repository.
   *
   * @param from any repository when empty
   */
  record Mount(Digest digest, Optional<Repository> from) {}

  /** {@code /v2/NAME/blobs/uploads/ID}. */
  record Upload(Repository repository, String id, Optional<Digest> digest) implements Route {}

  Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  Pattern UPLOAD = Pattern.compile("[A-Za-z0-9-]{1,64}");

  /**
   * Understands a path and a query (both decoded by the caller only as {@link java.net.URI#getPath}
   * and {@link java.net.URI#getRawQuery} do).
   *
   * @throws DistributionException when it is no endpoint of ours or a name is invalid
   */
  static Route parse(String path, Optional<String> rawQuery) throws DistributionException {
    if (path.equals("/v2/") || path.equals("/v2")) {
      return new Ping();
    }
    if (!path.startsWith("/v2/")) {
      throw unknown(path);
    }
    Query query = Query.parse(rawQuery);
    String rest = path.substring(3);
    if (rest.equals("/_catalog")) {
      return new Catalog(query.page());
    }
    if (rest.endsWith("/tags/list")) {
      return new Tags(repository(rest, "/tags/list".length(), query), query.page());
    }
    int referrers = rest.lastIndexOf("/referrers/");
    int manifests = rest.lastIndexOf("/manifests/");
    int blobs = rest.lastIndexOf("/blobs/");
    int kind = Math.max(referrers, Math.max(manifests, blobs));
    if (kind < 1) {
      throw unknown(path);
    }
    Repository repository = repository(rest, rest.length() - kind, query);
    String selector = rest.substring(rest.indexOf('/', kind + 1) + 1);
    return kind == manifests
        ? manifest(repository, selector, query)
        : kind == blobs
            ? blob(repository, selector, query)
            : new Referrers(
                repository, digest(selector), query.first("artifactType"), digest(query, "last"));
  }

  /** What can be done there; a 405 says so (RFC 9110, section 15.5.6). */
  default String methods() {
    return switch (this) {
      case Ping _, Tags _, Referrers _, Catalog _ -> "GET, HEAD";
      case TaggedManifest _, PinnedManifest _ -> "GET, HEAD, PUT, DELETE";
      case Blob _ -> "GET, HEAD, DELETE";
      case Uploads _ -> "POST";
      case Upload _ -> "GET, HEAD, PATCH, PUT, DELETE";
    };
  }

  private static DistributionException unknown(String path) {
    return ErrorCode.UNSUPPORTED.because("no such endpoint: " + path);
  }

  private static Route manifest(Repository repository, String selector, Query query)
      throws DistributionException {
    if (selector.contains(":")) {
      List<String> tags = query.all("tag");
      for (String tag : tags) {
        requireTag(tag);
      }
      return new PinnedManifest(repository, digest(selector), tags);
    }
    requireTag(selector);
    return new TaggedManifest(repository, selector);
  }

  private static void requireTag(String tag) throws DistributionException {
    if (!TAG.matcher(tag).matches()) {
      throw ErrorCode.MANIFEST_INVALID.because("'" + tag + "' is not a valid tag");
    }
  }

  private static Route blob(Repository repository, String selector, Query query)
      throws DistributionException {
    if (!selector.equals("uploads") && !selector.startsWith("uploads/")) {
      return new Blob(repository, digest(selector));
    }
    if (selector.length() <= "uploads/".length()) {
      return query.first("mount").isPresent()
          ? new Uploads(repository, Optional.empty(), mount(query))
          : new Uploads(repository, digest(query, "digest"), Optional.empty());
    }
    String id = selector.substring("uploads/".length());
    if (!UPLOAD.matcher(id).matches()) {
      throw ErrorCode.BLOB_UPLOAD_UNKNOWN.because("no upload " + id);
    }
    return new Upload(repository, id, digest(query, "digest"));
  }

  private static Optional<Mount> mount(Query query) {
    try {
      Optional<String> from = query.first("from");
      Optional<Repository> repository = Optional.empty();
      if (from.isPresent()) {
        repository = Optional.of(repository(from.get(), Optional.empty()));
      }
      Optional<Repository> source = repository;
      return digest(query, "mount").map(digest -> new Mount(digest, source));
    } catch (DistributionException senseless) {
      return Optional.empty();
    }
  }

  /** The repository before so many characters of the endpoint. */
  private static Repository repository(String rest, int endpoint, Query query)
      throws DistributionException {
    int end = rest.length() - endpoint;
    return repository(end < 1 ? "" : rest.substring(1, end), query.first("ns"));
  }

  private static Repository repository(String path, Optional<String> registry)
      throws DistributionException {
    try {
      return new Repository(registry, path);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.NAME_INVALID.because(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<Digest> digest(Query query, String name) throws DistributionException {
    Optional<String> text = query.first(name);
    return text.isEmpty() ? Optional.empty() : Optional.of(digest(text.get()));
  }

  private static Digest digest(String text) throws DistributionException {
    try {
      return Digest.parseAny(text);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.DIGEST_INVALID.because(String.valueOf(e.getMessage()));
    }
  }
}
