package io.sealer.oci.archive;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.archive.ImageArchive.Loaded;
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

  static List<Loaded> images(ArchiveFiles files, ContentStore store) throws IOException {
    byte[] index = files.document("index.json").orElseThrow();
    var loaded = new ArrayList<Loaded>();
    for (Descriptor entry : OciJson.readIndex(index).manifests()) {
      Optional<Reference> name = name(entry);
      if (name.isPresent()) {
        requireWhole(name.get(), entry, store);
        Descriptor plain = Descriptor.of(entry.mediaType(), entry.digest(), entry.size());
        loaded.add(new Loaded(name.get(), plain));
      }
    }
    return loaded;
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

  private static void requireWhole(Reference name, Descriptor image, ContentStore store)
      throws IOException {
    try {
      for (Descriptor part : Closure.of(store, image).all()) {
        if (store.size(part.digest()).orElse(-1) != part.size()) {
          throw incomplete(name, part);
        }
      }
    } catch (MissingContentException e) {
      throw incomplete(name, image);
    }
  }

  private static OciException incomplete(Reference name, Descriptor part) {
    return new OciException(
        "archive: "
            + name
            + " needs "
            + part.digest()
            + " of "
            + part.size()
            + " bytes, which is missing",
        "the archive is incomplete, or was made on top of another that must be loaded first");
  }

  static OciException nameless() {
    return new OciException(
        "archive: its images have no full names",
        "give the name when making it: skopeo copy … oci-archive:FILE:docker.io/library/nginx:1.25");
  }
}
