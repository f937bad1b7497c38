package io.sealer.node.api;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Index;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * {@link NamesTable} as an OCI index: members with annotation {@link Descriptor#REF_NAME} are
 * names, the others roots; annotation {@link #IMAGE} is the image.
 */
final class NamesTableJson {
  static final String IMAGE = "io.sealer.node.image";

  private NamesTableJson() {}

  static Index toIndex(NamesTable table) {
    var members = new ArrayList<Descriptor>();
    table.names().forEach((name, to) -> members.add(plain(to).withAnnotation(NAME, "" + name)));
    table.roots().forEach(root -> members.add(plain(root)));
    return Index.of(members, Map.of(IMAGE, table.image().toString()));
  }

  private static final String NAME = Descriptor.REF_NAME;

  private static Descriptor plain(Descriptor descriptor) {
    return Descriptor.of(descriptor.mediaType(), descriptor.digest(), descriptor.size());
  }

  static NamesTable fromIndex(Index index) throws OciException {
    try {
      var names = new TreeMap<Reference, Descriptor>();
      List<Descriptor> roots = new ArrayList<>();
      for (Descriptor member : index.manifests()) {
        member
            .refName()
            .map(Reference::parse)
            .ifPresentOrElse(
                name -> names.put(name, plain(member)), () -> roots.add(plain(member)));
      }
      return new NamesTable(image(index), names, roots);
    } catch (IllegalArgumentException e) {
      throw new OciException(
          "the names table is malformed: " + e.getMessage(),
          "run 'sealer run' or 'sealer apply' again; it writes the table",
          e);
    }
  }

  private static Digest image(Index index) {
    String image = index.annotations().get(IMAGE);
    if (image == null) {
      throw new IllegalArgumentException("annotation " + IMAGE + " is missing");
    }
    return Digest.parse(image);
  }
}
