package io.sealer.oci.archive;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.MissingContentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image layout (OCI image-layout.md): index.json names what lies in blobs. */
final class OciLayout {
  /** The full name, written by containerd and docker; their ref.name is a mere tag. */
  private static final String CONTAINERD_NAME = "io.containerd.image.name";

  private OciLayout() {}

  static List<Entry> images(ArchiveFiles files, ContentStore store) throws IOException {
    byte[] index = files.document("index.json").orElseThrow();
    var images = new ArrayList<Entry>();
    try {
      for (Descriptor entry : OciJson.readIndex(index).manifests()) {
        if (entry.isIndex() || entry.isManifest()) {
          images.add(image(entry, store));
        }
      }
    } catch (OciException e) {
      throw new OciException(files.place("index.json") + ": " + e.getMessage(), e.hint(), e);
    }
    return images;
  }

  private static Entry image(Descriptor entry, ContentStore store) throws IOException {
    String label = entry.refName().orElse("");
    Optional<Reference> name = name(entry);
    requireWhole(name.map(Reference::toString).orElse(label), entry, store);
    Descriptor plain = Descriptor.of(entry.mediaType(), entry.digest(), entry.size());
    return new Entry(name, label, entry.platform().map(plain::withPlatform).orElse(plain));
  }

  private static Optional<Reference> name(Descriptor entry) {
    return Optional.ofNullable(entry.annotations().get(CONTAINERD_NAME))
        .or(() -> entry.refName().filter(OciLayout::isFullName))
        .flatMap(OciLayout::parse);
  }

  /** The specification allows a mere tag, which names no image. */
  private static boolean isFullName(String name) {
    return name.contains("/") || name.contains(":");
  }

  private static Optional<Reference> parse(String name) {
    try {
      return Optional.of(Reference.parse(name));
    } catch (IllegalArgumentException noName) {
      return Optional.empty();
    }
  }

  private static void requireWhole(String name, Descriptor image, ContentStore store)
      throws IOException {
    String what = name.isEmpty() ? "an image" : name;
    try {
      for (Descriptor part : Closure.of(store, image).all()) {
        if (store.size(part.digest()).orElse(-1) != part.size()) {
          throw incomplete(what, part);
        }
      }
    } catch (MissingContentException e) {
      throw incomplete(what, image);
    }
  }

  private static OciException incomplete(String name, Descriptor part) {
    return new OciException(
        name + " needs " + part.digest() + " of " + part.size() + " bytes, which is missing",
        "the archive is incomplete, or was made on top of another that must be loaded first");
  }
}
