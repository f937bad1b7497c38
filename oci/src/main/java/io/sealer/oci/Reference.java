package io.sealer.oci;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fully qualified image name: registry, repository, tag and digest. Parsing follows the rules of
 * Docker's reference grammar, with its defaults ({@code docker.io}, {@code library/}, tag {@code
 * latest}); a tag and a digest may stand together and both are kept.
 *
 * @param registry host, with port if any
 * @param repository path inside the registry
 * @param tag the tag; empty when only a digest was written
 * @param digest the pinned digest, if written
 */
public record Reference(
    String registry, String repository, Optional<String> tag, Optional<Digest> digest)
    implements Comparable<Reference> {
  private static final String DEFAULT_REGISTRY = "docker.io";
  private static final Pattern COMPONENT =
      Pattern.compile("[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,127}");
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\\[[0-9a-fA-F:]+])(?::[0-9]{1,5})?");

  public Reference {
    require(
        REGISTRY.matcher(registry).matches(),
        registry,
        "'" + registry + "' is not a registry host");
    require(repository.length() <= 255, repository, "the repository is longer than 255 characters");
    for (String component : repository.split("/", -1)) {
      require(COMPONENT.matcher(component).matches(), repository, why(component));
    }
    tag.ifPresent(
        t ->
            require(
                TAG.matcher(t).matches(), repository + ":" + t, "'" + t + "' is not a valid tag"));
    require(tag.isPresent() || digest.isPresent(), repository, "neither a tag nor a digest");
  }

  /**
   * Parses a name as people write it, such as {@code nginx}, {@code quay.io/a/b:1} or {@code
   * a/b:1@sha256:…}.
   */
  public static Reference parse(String text) {
    String name = text;
    Optional<Digest> digest = Optional.empty();
    int at = name.indexOf('@');
    if (at >= 0) {
      digest = Optional.of(parseDigest(text, name.substring(at + 1)));
      name = name.substring(0, at);
    }
    Optional<String> tag = Optional.empty();
    int colon = name.lastIndexOf(':');
    if (colon > name.lastIndexOf('/')) {
      tag = Optional.of(name.substring(colon + 1));
      name = name.substring(0, colon);
    }
    if (tag.isEmpty() && digest.isEmpty()) {
      tag = Optional.of("latest");
    }
    return qualified(text, name, tag, digest);
  }

  private static Reference qualified(
      String text, String name, Optional<String> tag, Optional<Digest> digest) {
    int slash = name.indexOf('/');
    String first = slash < 0 ? "" : name.substring(0, slash);
    boolean hasRegistry = first.contains(".") || first.contains(":") || first.equals("localhost");
    String registry = hasRegistry ? first : DEFAULT_REGISTRY;
    String repository = hasRegistry ? name.substring(slash + 1) : name;
    if (registry.equals("index.docker.io")) {
      registry = DEFAULT_REGISTRY;
    }
    if (registry.equals(DEFAULT_REGISTRY) && !repository.contains("/")) {
      repository = "library/" + repository;
    }
    try {
      return new Reference(registry, repository, tag, digest);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("image name '" + text + "' is invalid: " + reason(e), e);
    }
  }

  private static Digest parseDigest(String text, String digest) {
    try {
      return Digest.parse(digest);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "image name '" + text + "' is invalid: " + e.getMessage(), e);
    }
  }

  private static String reason(IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.substring(message.indexOf(": ") + 2);
  }

  private static String why(String component) {
    if (component.isEmpty()) {
      return "a part of the path is empty";
    }
    boolean upper = component.chars().anyMatch(Character::isUpperCase);
    return upper
        ? "'" + component + "' has upper-case letters"
        : "'" + component + "' has characters that names cannot have";
  }

  private static void require(boolean valid, String what, String otherwise) {
    if (!valid) {
      throw new IllegalArgumentException("'" + what + "': " + otherwise);
    }
  }

  /** What a registry is asked for: the digest if one is pinned, else the tag. */
  public String selector() {
    return digest.map(Digest::toString).or(() -> tag).orElseThrow();
  }

  /** Registry and repository without tag and digest. */
  public String context() {
    return registry + "/" + repository;
  }

  /** The same name pinned to a digest; the tag stays. */
  public Reference pinnedTo(Digest to) {
    return new Reference(registry, repository, tag, Optional.of(to));
  }

  /** The same repository with another tag and no digest. */
  public Reference withTag(String other) {
    return new Reference(registry, repository, Optional.of(other), Optional.empty());
  }

  /** The shortest text that parses to the same name, as people write it: {@code nginx:1.25}. */
  public String familiar() {
    String name =
        registry.equals(DEFAULT_REGISTRY)
            ? repository.replaceFirst("^library/(?=[^/]+$)", "")
            : context();
    return name + suffix();
  }

  private String suffix() {
    return tag.map(t -> ":" + t).orElse("") + digest.map(d -> "@" + d).orElse("");
  }

  @Override
  public int compareTo(Reference other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public String toString() {
    return context() + suffix();
  }
}
