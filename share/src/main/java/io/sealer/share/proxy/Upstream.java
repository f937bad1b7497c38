package io.sealer.share.proxy;

import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * A registry behind the cache.
 *
 * @param name as it stands in image names, such as {@code docker.io} or {@code r.local:5000}
 * @param prefix another first component of paths that means it, for names that paths cannot have
 * @param url where it really is, with a path if its repositories lie below one; by default where
 *     the name says
 * @param login whom to be there
 * @param plainHttp speaks plain http though it is not on loopback
 * @param ca PEM file of further certificate authorities
 * @param freshness how long what a tag stands for is not asked again
 */
public record Upstream(
    String name,
    Optional<String> prefix,
    Optional<URI> url,
    Login login,
    boolean plainHttp,
    Optional<Path> ca,
    Duration freshness) {
  private static final String HUB = "docker.io";

  /** Anonymous, where the name says, tags always asked. */
  public static Upstream of(String name) {
    var none = new Login.Anonymous();
    return new Upstream(
        name, Optional.empty(), Optional.empty(), none, false, Optional.empty(), Duration.ZERO);
  }

  /** The same, elsewhere. */
  public Upstream at(URI where) {
    return new Upstream(name, prefix, Optional.of(where), login, plainHttp, ca, freshness);
  }

  /** The same with a login. */
  public Upstream as(Login other) {
    return new Upstream(name, prefix, url, other, plainHttp, ca, freshness);
  }

  /** The same, its tags not asked again for a while. */
  public Upstream fresh(Duration within) {
    return new Upstream(name, prefix, url, login, plainHttp, ca, within);
  }

  /** Host and port to connect to. */
  String host() {
    return url.map(URI::getAuthority).orElse(name);
  }

  boolean isPlain() {
    return plainHttp || url.map(u -> "http".equals(u.getScheme())).orElse(false);
  }

  /** Whether a registry named so is this one. */
  boolean isNamed(String registry) {
    String asked = registry.toLowerCase(Locale.ROOT);
    return asked.equals(name) || (name.equals(HUB) && asked.endsWith(".docker.io"));
  }

  /** The full name that people write. */
  Reference named(String repository, Optional<String> tag, Optional<Digest> digest) {
    return new Reference(name, official(repository), tag, digest);
  }

  /** What the registry is asked for. */
  Reference asked(Reference named) {
    String below = url.map(u -> u.getPath().replaceAll("^/+|/+$", "")).orElse("");
    String path = below.isEmpty() ? named.repository() : below + "/" + named.repository();
    return new Reference(host(), path, named.tag(), named.digest());
  }

  private String official(String repository) {
    return name.equals(HUB) && !repository.contains("/") ? "library/" + repository : repository;
  }
}
