package io.sealer.share.serve;

import io.sealer.oci.Digest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a request is about, by its path. */
public sealed interface Route {
  /** {@code /v2/}: is this a registry? */
  record Ping() implements Route {}

  /** {@code /v2/NAME/manifests/TAG}. */
  record TaggedManifest(Repository repository, String tag) implements Route {}

  /** {@code /v2/NAME/manifests/DIGEST}. */
  record PinnedManifest(Repository repository, Digest digest) implements Route {}

  /** {@code /v2/NAME/blobs/DIGEST}. */
  record Blob(Repository repository, Digest digest) implements Route {}

  Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");

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
    int manifests = path.lastIndexOf("/manifests/");
    int blobs = path.lastIndexOf("/blobs/");
    int kind = Math.max(manifests, blobs);
    if (!path.startsWith("/v2/") || kind < 4) {
      throw ErrorCode.UNSUPPORTED.because("no such endpoint: " + path);
    }
    Repository repository = repository(path.substring(4, kind), namespace(rawQuery));
    String selector = path.substring(path.indexOf('/', kind + 1) + 1);
    if (kind == blobs) {
      return new Blob(repository, digest(selector));
    }
    if (selector.contains(":")) {
      return new PinnedManifest(repository, digest(selector));
    }
    if (!TAG.matcher(selector).matches()) {
      throw ErrorCode.MANIFEST_INVALID.because("'" + selector + "' is not a valid tag");
    }
    return new TaggedManifest(repository, selector);
  }

  private static Repository repository(String path, Optional<String> registry)
      throws DistributionException {
    try {
      return new Repository(registry, path);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.NAME_INVALID.because(String.valueOf(e.getMessage()));
    }
  }

  private static Digest digest(String text) throws DistributionException {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.DIGEST_INVALID.because(String.valueOf(e.getMessage()));
    }
  }

  private static Optional<String> namespace(Optional<String> rawQuery)
      throws DistributionException {
    for (String parameter : rawQuery.orElse("").split("&")) {
      if (parameter.startsWith("ns=") && parameter.length() > 3) {
        return Optional.of(decoded(parameter.substring(3)));
      }
    }
    return Optional.empty();
  }

  private static String decoded(String text) throws DistributionException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw ErrorCode.NAME_INVALID.because("parameter ns is not well encoded");
    }
  }
}
