package io.sealer.oci.image;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;

/** The image lock as JSON: {@code {"schemaVersion":1,"images":[…]}}, sorted by name. */
public final class LockJson {
  private static final String HINT = "the image lock is damaged; build the image again";

  private LockJson() {}

  /** The bytes of a lock; the same lock gives the same bytes. */
  public static byte[] write(ImageLock lock) {
    return JsonOut.object(
        out -> out.number("schemaVersion", 1).objects("images", lock.entries(), LockJson::entry));
  }

  private static void entry(JsonOut out, ImageLock.Entry entry) {
    out.text("name", entry.name().toString())
        .text("mediaType", entry.descriptor().mediaType())
        .text("digest", entry.descriptor().digest().toString())
        .number("size", entry.descriptor().size())
        .allTexts("platforms", entry.platforms().stream().map(Platform::toString).toList())
        .objects("sources", entry.sources(), LockJson::source);
  }

  private static void source(JsonOut out, ImageLock.Source source) {
    out.text("file", source.file()).number("line", source.line()).text("how", source.how());
  }

  /**
   * Reads a lock.
   *
   * @throws OciException when it is none
   */
  public static ImageLock read(byte[] content) throws OciException {
    try {
      JsonObject json = JsonObject.parse(content, "image lock");
      if (json.number("schemaVersion") != 1) {
        throw new OciException(
            "the image lock has version " + json.number("schemaVersion"), "use a newer sealer");
      }
      var entries = new ArrayList<ImageLock.Entry>();
      for (JsonObject image : json.objects("images")) {
        entries.add(entry(image));
      }
      return new ImageLock(entries);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new OciException(String.valueOf(e.getMessage()), HINT, e);
    }
  }

  private static ImageLock.Entry entry(JsonObject json) throws MalformedJsonException {
    List<Platform> platforms = json.texts("platforms").stream().map(Platform::parse).toList();
    var sources = new ArrayList<ImageLock.Source>();
    for (JsonObject source : json.objects("sources")) {
      sources.add(
          new ImageLock.Source(
              source.text("file"),
              (int) Math.min(source.number("line"), Integer.MAX_VALUE),
              source.text("how")));
    }
    Descriptor descriptor =
        Descriptor.of(
            json.text("mediaType"), Digest.parse(json.text("digest")), json.number("size"));
    return new ImageLock.Entry(Reference.parse(json.text("name")), descriptor, platforms, sources);
  }
}
