package io.sealer.oci;

import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * JSON of manifests, indexes and configurations (OCI image specification: manifest.md,
 * image-index.md, config.md; Docker's schema 2 reads the same). Unknown fields are ignored; writing
 * gives the same bytes for the same value, fields in the order of the specification.
 */
public final class OciJson {
  /** Largest document read, in bytes: what registries accept (distribution-spec, "Pushing"). */
  public static final int LIMIT = 4 << 20;

  private static final String HINT = "the content is damaged or of another format";

  private OciJson() {}

  /** Reads a manifest; a content that could also be an index is refused (CVE-2021-41190). */
  public static Manifest readManifest(byte[] content) throws OciException {
    return reading(content, "manifest", OciJson::manifest);
  }

  /** Reads an index or Docker's manifest list; also the index.json of an image layout. */
  public static Index readIndex(byte[] content) throws OciException {
    return reading(content, "index", OciJson::index);
  }

  /** Reads the configuration of an image. */
  public static ImageConfig readConfig(byte[] content) throws OciException {
    return reading(content, "image configuration", OciJson::config);
  }

  /** The media type of content that is a manifest or an index; empty when it is neither. */
  public static Optional<String> documentType(byte[] content) {
    try {
      JsonObject json = JsonObject.parse(content, "document");
      if (json.has("manifests")) {
        return Optional.of(index(json).mediaType());
      }
      return json.has("layers") ? Optional.of(manifest(json).mediaType()) : Optional.empty();
    } catch (MalformedJsonException neither) {
      return Optional.empty();
    }
  }

  private interface Reader<T> {
    T read(JsonObject json) throws MalformedJsonException;
  }

  private static <T> T reading(byte[] content, String what, Reader<T> reader) throws OciException {
    if (content.length > LIMIT) {
      throw new OciException(
          what + " has " + content.length + " bytes, more than the " + LIMIT + " allowed", HINT);
    }
    try {
      return reader.read(JsonObject.parse(content, what));
    } catch (MalformedJsonException e) {
      throw new OciException(String.valueOf(e.getMessage()), HINT, e);
    }
  }

  private static Manifest manifest(JsonObject json) throws MalformedJsonException {
    String type = json.optionalText("mediaType").orElse(MediaTypes.MANIFEST);
    if (!MediaTypes.isManifest(type)) {
      throw json.problem("mediaType", "is no manifest's type: " + type);
    }
    if (json.has("manifests")) {
      throw json.problem("manifests", "must not stand in a manifest");
    }
    return new Manifest(
        type,
        json.optionalText("artifactType"),
        descriptor(json.object("config")),
        descriptors(json, "layers"),
        subject(json),
        json.textMap("annotations"));
  }

  private static Index index(JsonObject json) throws MalformedJsonException {
    String type = json.optionalText("mediaType").orElse(MediaTypes.INDEX);
    if (!MediaTypes.isIndex(type)) {
      throw json.problem("mediaType", "is no index's type: " + type);
    }
    if (json.has("layers") || json.has("config")) {
      throw json.problem("layers", "and config must not stand in an index");
    }
    if (!json.has("manifests")) {
      throw json.problem("manifests", "is missing");
    }
    return new Index(
        type,
        json.optionalText("artifactType"),
        descriptors(json, "manifests"),
        subject(json),
        json.textMap("annotations"));
  }

  private static Optional<Descriptor> subject(JsonObject json) throws MalformedJsonException {
    Optional<JsonObject> subject = json.optionalObject("subject");
    return subject.isPresent() ? Optional.of(descriptor(subject.get())) : Optional.empty();
  }

  private static List<Descriptor> descriptors(JsonObject json, String name)
      throws MalformedJsonException {
    var descriptors = new ArrayList<Descriptor>();
    for (JsonObject member : json.objects(name)) {
      descriptors.add(descriptor(member));
    }
    return descriptors;
  }

  private static Descriptor descriptor(JsonObject json) throws MalformedJsonException {
    Optional<JsonObject> platform = json.optionalObject("platform");
    long size = json.number("size");
    if (size < 0) {
      throw json.problem("size", "is negative: " + size);
    }
    return new Descriptor(
        json.text("mediaType"),
        digest(json, "digest", json.text("digest")),
        size,
        platform.isPresent() ? Optional.of(platform(platform.get())) : Optional.empty(),
        json.optionalText("artifactType"),
        json.textMap("annotations"));
  }

  private static Platform platform(JsonObject json) throws MalformedJsonException {
    return Platform.of(json.text("os"), json.text("architecture"), json.optionalText("variant"));
  }

  private static Digest digest(JsonObject json, String name, String text)
      throws MalformedJsonException {
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw json.problem(name, String.valueOf(e.getMessage()));
    }
  }

  private static ImageConfig config(JsonObject json) throws MalformedJsonException {
    JsonObject rootfs = json.object("rootfs");
    var diffIds = new ArrayList<Digest>();
    for (String text : rootfs.texts("diff_ids")) {
      diffIds.add(digest(rootfs, "diff_ids", text));
    }
    var history = new ArrayList<ImageConfig.History>();
    for (JsonObject step : json.objects("history")) {
      history.add(
          new ImageConfig.History(
              time(step), step.optionalText("created_by").orElse(""), step.flag("empty_layer")));
    }
    JsonObject config = json.optionalObject("config").orElse(JsonObject.EMPTY);
    return new ImageConfig(
        time(json),
        platform(json),
        config.texts("Env"),
        config.texts("Cmd"),
        config.textMap("Labels"),
        diffIds,
        history);
  }

  private static Optional<Instant> time(JsonObject json) throws MalformedJsonException {
    Optional<String> text = json.optionalText("created");
    try {
      return text.map(t -> OffsetDateTime.parse(t).toInstant());
    } catch (DateTimeParseException e) {
      throw json.problem("created", "is no RFC 3339 time: " + e.getParsedString());
    }
  }

  /** The bytes of a manifest. */
  public static byte[] write(Manifest manifest) {
    return JsonOut.object(
        out ->
            out.number("schemaVersion", 2)
                .text("mediaType", manifest.mediaType())
                .text("artifactType", manifest.artifactType())
                .object("config", o -> descriptor(o, manifest.config()))
                .objects("layers", manifest.layers(), OciJson::descriptor)
                .object("subject", manifest.subject(), OciJson::descriptor)
                .textMap("annotations", manifest.annotations()));
  }

  /** The bytes of an index. */
  public static byte[] write(Index index) {
    return JsonOut.object(
        out ->
            out.number("schemaVersion", 2)
                .text("mediaType", index.mediaType())
                .text("artifactType", index.artifactType())
                .objects("manifests", index.manifests(), OciJson::descriptor)
                .object("subject", index.subject(), OciJson::descriptor)
                .textMap("annotations", index.annotations()));
  }

  /** The bytes of an image's configuration. */
  public static byte[] write(ImageConfig config) {
    return JsonOut.object(
        out ->
            platform(
                    out.text("created", config.created().map(Instant::toString)), config.platform())
                .object("config", o -> runtime(o, config))
                .object(
                    "rootfs",
                    o ->
                        o.text("type", "layers")
                            .allTexts(
                                "diff_ids",
                                config.diffIds().stream().map(Digest::toString).toList()))
                .objects("history", config.history(), OciJson::history));
  }

  private static void runtime(JsonOut out, ImageConfig config) {
    out.texts("Env", config.env()).texts("Cmd", config.cmd()).textMap("Labels", config.labels());
  }

  private static void history(JsonOut out, ImageConfig.History step) {
    out.text("created", step.created().map(Instant::toString))
        .text("created_by", step.createdBy())
        .flag("empty_layer", step.empty());
  }

  private static void descriptor(JsonOut out, Descriptor descriptor) {
    out.text("mediaType", descriptor.mediaType())
        .text("digest", descriptor.digest().toString())
        .number("size", descriptor.size())
        .textMap("annotations", descriptor.annotations())
        .object("platform", descriptor.platform(), OciJson::platform)
        .text("artifactType", descriptor.artifactType());
  }

  private static JsonOut platform(JsonOut out, Platform platform) {
    return out.text("architecture", platform.architecture())
        .text("os", platform.os())
        .text("variant", platform.variant());
  }
}
