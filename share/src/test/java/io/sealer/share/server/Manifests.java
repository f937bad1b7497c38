package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;

/** Manifests as bytes, written by hand: what we read is not what we wrote. */
final class Manifests {
  static final String IMAGE = "application/vnd.oci.image.manifest.v1+json";
  static final String INDEX = "application/vnd.oci.image.index.v1+json";
  static final String CONFIG = "application/vnd.oci.image.config.v1+json";
  static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

  private Manifests() {}

  static String descriptor(String type, String algorithm, byte[] content) {
    return descriptor(type, Client.digest(algorithm, content), content.length);
  }

  static String descriptor(String type, String digest, long size) {
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}".formatted(type, digest, size);
  }

  /** An image; {@code more} are further fields, each with a comma before it. */
  static byte[] image(String config, List<String> layers, String more) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]%s}"
        .formatted(IMAGE, config, String.join(",", layers), more)
        .getBytes(UTF_8);
  }

  static byte[] index(List<String> members, String more) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]%s}"
        .formatted(INDEX, members.stream().collect(Collectors.joining(",")), more)
        .getBytes(UTF_8);
  }
}
