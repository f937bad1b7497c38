package io.sealer.oci.registry;

import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Finds out what a manifest is, and refuses what could be read in two ways. */
final class ManifestType {
  static final String ACCEPT =
      String.join(
          ", ",
          MediaTypes.INDEX,
          MediaTypes.MANIFEST,
          MediaTypes.DOCKER_LIST,
          MediaTypes.DOCKER_MANIFEST);

  /** What servers say that know nothing of manifests. */
  private static final Set<String> GENERIC =
      Set.of("", "application/json", "application/octet-stream", "text/plain");

  private ManifestType() {}

  static boolean isKnown(String type) {
    return MediaTypes.isIndex(type) || MediaTypes.isManifest(type);
  }

  /** The type in a header {@code Content-Type}, without parameters. */
  static String inHeader(Optional<String> header) {
    return header.map(value -> value.replaceFirst(";.*", "").strip()).orElse("");
  }

  /**
   * The type of this content.
   *
   * @param announced what the header says
   * @throws OciException when it is no manifest, or header and content contradict each other
   */
  static String of(String announced, byte[] content) throws OciException {
    JsonNode json = parse(content);
    String written = json.path("mediaType").asString("");
    if (isKnown(announced) && !written.isEmpty() && !announced.equals(written)) {
      throw new OciException(
          "the media type is announced as " + announced + " but written as " + written, "");
    }
    if (json.path("schemaVersion").asInt(2) == 1) {
      throw new OciException(
          "the image has Docker's old format (schema 1)", "push it again with a newer tool");
    }
    String unwritten = GENERIC.contains(announced) ? guessed(json) : announced;
    String type = written.isEmpty() ? unwritten : written;
    if (!isKnown(type)) {
      throw new OciException("media type '" + type + "' is neither an index nor a manifest", "");
    }
    check(type, content);
    return type;
  }

  private static void check(String type, byte[] content) throws OciException {
    if (MediaTypes.isIndex(type)) {
      OciJson.readIndex(content);
    } else {
      OciJson.readManifest(content);
    }
  }

  /** OCI lets the media type be left out; then the fields tell. */
  private static String guessed(JsonNode json) {
    if (json.has("manifests")) {
      return MediaTypes.INDEX;
    }
    return json.has("config") && json.has("layers") ? MediaTypes.MANIFEST : "";
  }

  private static JsonNode parse(byte[] content) throws OciException {
    try {
      return Json.MAPPER.readTree(content);
    } catch (JacksonException e) {
      throw new OciException("the content is not JSON", "", e);
    }
  }
}
