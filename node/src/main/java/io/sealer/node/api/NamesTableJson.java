package io.sealer.node.api;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@link NamesTable} as JSON. */
final class NamesTableJson {
  private NamesTableJson() {}

  static byte[] write(NamesTable table) {
    return JsonOut.object(
        out -> {
          out.number("version", 1);
          out.text("image", table.image().toString());
          out.objects("names", table.names().entrySet(), NamesTableJson::entry);
          out.objects("roots", table.roots(), NamesTableJson::descriptor);
        });
  }

  private static void entry(JsonOut out, Map.Entry<Reference, Descriptor> entry) {
    out.text("name", entry.getKey().toString());
    descriptor(out, entry.getValue());
  }

  private static void descriptor(JsonOut out, Descriptor descriptor) {
    out.text("mediaType", descriptor.mediaType());
    out.text("digest", descriptor.digest().toString());
    out.number("size", descriptor.size());
  }

  static NamesTable read(byte[] json) throws OciException {
    try {
      return read(JsonObject.parse(json, "names table"));
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new OciException(
          "the names table is malformed: " + e.getMessage(),
          "run 'sealer run' or 'sealer apply' again; it writes the table",
          e);
    }
  }

  private static NamesTable read(JsonObject in) throws MalformedJsonException {
    if (in.number("version") != 1) {
      throw in.problem("version", "must be 1: the table is for a newer agent");
    }
    var names = new TreeMap<Reference, Descriptor>();
    for (JsonObject entry : in.objects("names")) {
      names.put(Reference.parse(entry.text("name")), readDescriptor(entry));
    }
    List<Descriptor> roots = new ArrayList<>();
    for (JsonObject root : in.objects("roots")) {
      roots.add(readDescriptor(root));
    }
    return new NamesTable(Digest.parse(in.text("image")), names, roots);
  }

  private static Descriptor readDescriptor(JsonObject in) throws MalformedJsonException {
    return Descriptor.of(in.text("mediaType"), Digest.parse(in.text("digest")), in.number("size"));
  }
}
