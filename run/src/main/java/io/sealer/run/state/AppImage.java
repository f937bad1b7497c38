package io.sealer.run.state;

import io.sealer.oci.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * An application image that was added to a cluster.
 *
 * @param key names its directory on hosts; the same for all versions
 * @param name as it was asked for
 * @param digest of the image
 * @param earlier versions that were in the cluster before, of which hosts may still have something
 */
public record AppImage(String key, String name, String digest, List<Version> earlier) {
  public AppImage {
    earlier = List.copyOf(earlier);
  }

  /** One that no earlier version is known of. */
  public AppImage(String key, String name, String digest) {
    this(key, name, digest, List.of());
  }

  /**
   * A version of it.
   *
   * @param name as it was asked for
   * @param digest of the image
   */
  public record Version(String name, String digest) {
    static Version of(JsonNode json) {
      return new Version(json.path("image").asString(""), json.path("digest").asString(""));
    }

    /** What pins it. */
    public Digest id() {
      return Digest.parse(digest);
    }

    Map<String, Object> json() {
      var json = new LinkedHashMap<String, Object>();
      json.put("image", name);
      json.put("digest", digest);
      return json;
    }
  }

  /** Whether applications that were launched from an image of this name are of this one. */
  public boolean isNamed(String image) {
    return versions().anyMatch(version -> version.name().equals(image));
  }

  /** All versions, the one that runs first. */
  Stream<Version> versions() {
    return Stream.concat(Stream.of(new Version(name, digest)), earlier.stream());
  }

  /** Another version of it. */
  AppImage upgraded(String to, String version) {
    var before = new ArrayList<>(earlier);
    before.add(new Version(name, digest));
    before.removeIf(v -> v.digest().equals(version));
    return new AppImage(key, to, version, before.stream().distinct().toList());
  }

  static AppImage of(JsonNode json) {
    Version now = Version.of(json);
    List<Version> earlier = json.path("earlier").values().stream().map(Version::of).toList();
    return new AppImage(json.path("key").asString(""), now.name(), now.digest(), earlier);
  }

  Map<String, Object> json() {
    var json = new LinkedHashMap<String, Object>();
    json.put("key", key);
    json.putAll(new Version(name, digest).json());
    if (!earlier.isEmpty()) {
      json.put("earlier", earlier.stream().map(Version::json).toList());
    }
    return json;
  }
}
