package io.sealer.share.delta;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a delta is made on top of, and how its layers are put together. In an archive it is the file
 * {@value #FILE}, before all content.
 *
 * @param bases names of the images that it is made on top of
 * @param needs content that is not in the delta
 * @param layers layers that come as pieces
 */
public record DeltaDocument(List<String> bases, List<Need> needs, List<PackedLayer> layers) {
  /** Its name in an archive. */
  public static final String FILE = "sealer-delta.json";

  /** Folder of the layers' pieces in an archive; each has the hex digest of its layer as name. */
  public static final String LAYERS = "deltas/sha256/";

  public DeltaDocument {
    bases = List.copyOf(bases);
    needs = List.copyOf(needs);
    layers = List.copyOf(layers);
  }

  /** Content that must be there already, and the images that bring it. */
  public record Need(Descriptor blob, List<String> images) {
    public Need {
      images = List.copyOf(images);
    }
  }

  /**
   * A layer that comes as pieces.
   *
   * @param layer what it becomes
   * @param unpacked length of its tar file in bytes
   * @param packer how it is packed, see {@link io.sealer.oci.layer.Compression#packer}
   * @param bases the layers that pieces are taken from, by number
   */
  public record PackedLayer(
      Descriptor layer, long unpacked, String packer, List<Descriptor> bases) {
    public PackedLayer {
      bases = List.copyOf(bases);
    }
  }

  /** The same document always gives the same bytes. */
  public byte[] write() {
    return JsonOut.object(
        out ->
            out.number("version", 1)
                .texts("bases", bases)
                .objects(
                    "needs",
                    needs,
                    (o, need) -> descriptor(o, need.blob()).texts("images", need.images()))
                .objects("layers", layers, DeltaDocument::write));
  }

  private static void write(JsonOut out, PackedLayer layer) {
    descriptor(out, layer.layer())
        .number("unpacked", layer.unpacked())
        .text("packer", layer.packer())
        .objects("bases", layer.bases(), DeltaDocument::descriptor);
  }

  private static JsonOut descriptor(JsonOut out, Descriptor descriptor) {
    return out.text("mediaType", descriptor.mediaType())
        .text("digest", descriptor.digest().toString())
        .number("size", descriptor.size());
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws OciException when it is damaged, or of a version that is not known here
   */
  public static DeltaDocument read(byte[] json) throws OciException {
    try {
      JsonObject top = JsonObject.parse(json, FILE);
      if (top.number("version") != 1) {
        throw new OciException(
            "the delta is of version " + top.number("version"), "use a newer sealer to load it");
      }
      var needs = new ArrayList<Need>();
      for (JsonObject need : top.objects("needs")) {
        needs.add(new Need(descriptor(need), need.texts("images")));
      }
      var layers = new ArrayList<PackedLayer>();
      for (JsonObject layer : top.objects("layers")) {
        layers.add(layer(layer));
      }
      return new DeltaDocument(top.texts("bases"), needs, layers);
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new OciException(
          FILE + ": " + e.getMessage(), "the delta is damaged; make it again", e);
    }
  }

  private static PackedLayer layer(JsonObject layer) throws MalformedJsonException {
    var bases = new ArrayList<Descriptor>();
    for (JsonObject base : layer.objects("bases")) {
      bases.add(descriptor(base));
    }
    return new PackedLayer(
        descriptor(layer), layer.number("unpacked"), layer.text("packer"), bases);
  }

  private static Descriptor descriptor(JsonObject object) throws MalformedJsonException {
    return Descriptor.of(
        object.optionalText("mediaType").orElse(""),
        Digest.parse(object.text("digest")),
        object.number("size"));
  }
}
