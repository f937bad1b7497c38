package io.sealer.share.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.MalformedJsonException;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a registry must know of a manifest of whatever kind: OCI images, indexes and artifacts,
 * Docker's schema 2 and lists, and types of the future that use the same fields.
 *
 * @param mediaType its type
 * @param artifactType what a referrers list says
 * @param blobs configuration, layers and blobs that must be here
 * @param members of an index; need not be here (image-index.md)
 * @param subject what it refers to
 * @param annotations free text
 */
record PushedManifest(
    String mediaType,
    Optional<String> artifactType,
    List<Part> blobs,
    List<Digest> members,
    Optional<Digest> subject,
    Map<String, String> annotations) {
  private static final int STRUCTURES = 200_000;

  /** A blob of a manifest. */
  record Part(Digest digest, long size) {}

  /**
   * Reads what a client sends.
   *
   * @param type header {@code Content-Type}; may be empty
   * @throws DistributionException when it is none, or is two things at once (CVE-2021-41190)
   */
  static PushedManifest read(String type, byte[] content) throws DistributionException {
    try {
      requireSimple(content);
      return of(type, JsonObject.parse(content, "manifest"));
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw ErrorCode.MANIFEST_INVALID.because(String.valueOf(e.getMessage()));
    }
  }

  /** A document of four million brackets would cost a hundred times its size; text costs none. */
  private static void requireSimple(byte[] content) throws MalformedJsonException {
    int structures = 0;
    boolean text = false;
    for (int i = 0; i < content.length; i++) {
      switch (content[i]) {
        case '"' -> text = !text;
        case '\\' -> i++; // whatever follows; outside of a text it is no JSON anyway
        case '{', '[', ',' -> structures += text ? 0 : 1;
        default -> {}
      }
    }
    if (structures > STRUCTURES) {
      throw new MalformedJsonException("manifest", "too many fields");
    }
  }

  private static PushedManifest of(String type, JsonObject json) throws MalformedJsonException {
    Optional<String> inside = json.optionalText("mediaType");
    String mediaType = type.isEmpty() ? inside.orElse("") : type;
    if (mediaType.isEmpty()) {
      throw json.problem("mediaType", "is missing, and header Content-Type too");
    }
    if (inside.isPresent() && !inside.get().equals(mediaType)) {
      throw json.problem("mediaType", "is not what header Content-Type says");
    }
    if (json.has("manifests") && (json.has("layers") || json.has("config"))) {
      throw json.problem("manifests", "must not stand beside config or layers");
    }
    Optional<JsonObject> config = json.optionalObject("config");
    var blobs = new ArrayList<Part>();
    if (config.isPresent()) {
      blobs.add(part(config.get()));
    }
    blobs.addAll(parts(json.objects("layers")));
    blobs.addAll(parts(json.objects("blobs")));
    Optional<JsonObject> subject = json.optionalObject("subject");
    return new PushedManifest(
        mediaType,
        artifactType(json, config),
        blobs,
        members(json),
        subject.isPresent() ? Optional.of(part(subject.get()).digest()) : Optional.empty(),
        json.textMap("annotations"));
  }

  private static Optional<String> artifactType(JsonObject json, Optional<JsonObject> config)
      throws MalformedJsonException {
    Optional<String> said = json.optionalText("artifactType");
    return said.isPresent() || config.isEmpty() ? said : config.get().optionalText("mediaType");
  }

  private static List<Digest> members(JsonObject json) throws MalformedJsonException {
    var members = new ArrayList<Digest>();
    for (JsonObject member : json.objects("manifests")) {
      members.add(part(member).digest());
    }
    return members;
  }

  private static List<Part> parts(List<JsonObject> descriptors) throws MalformedJsonException {
    var parts = new ArrayList<Part>();
    for (JsonObject descriptor : descriptors) {
      String type = descriptor.optionalText("mediaType").orElse("");
      if (!type.contains("nondistributable") && !type.contains("rootfs.foreign")) {
        parts.add(part(descriptor));
      }
    }
    return parts;
  }

  private static Part part(JsonObject descriptor) throws MalformedJsonException {
    long size = descriptor.number("size");
    if (size < 0) {
      throw descriptor.problem("size", "is negative: " + size);
    }
    return new Part(Digest.parseAny(descriptor.text("digest")), size);
  }

  /** How a referrers list tells of it. */
  Descriptor asReferrer(Digest digest, long size) {
    return new Descriptor(mediaType, digest, size, Optional.empty(), artifactType, annotations);
  }
}
