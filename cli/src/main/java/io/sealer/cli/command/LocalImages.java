package io.sealer.cli.command;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImage;
import io.sealer.oci.image.ClusterImage.Rootfs;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds images of the local store, and says what is there when one is not. */
final class LocalImages {
  private LocalImages() {}

  /** What the name stands for in the local store. */
  static Descriptor require(ImageStore store, Reference name) throws IOException {
    var found = store.resolve(name);
    if (found.isPresent()) {
      return found.get();
    }
    throw new OciException(
        "image " + name.familiar() + " is not in the local store", hint(store, name));
  }

  private static String hint(ImageStore store, Reference name) throws IOException {
    List<Reference> sameRepository =
        store.names().stream()
            .map(ImageStore.Named::name)
            .filter(n -> n.context().equals(name.context()))
            .sorted(Comparator.naturalOrder())
            .toList();
    return sameRepository.isEmpty()
        ? "'sealer images' lists what is there; 'sealer pull' or 'sealer load' brings it"
        : "there is "
            + String.join(", ", sameRepository.stream().map(Reference::familiar).toList());
  }

  /** The files for the platform asked for, else this machine's, else the first. */
  static Rootfs rootfs(Reference name, ClusterImage image, Optional<Platform> platform)
      throws OciException {
    if (platform.isEmpty()) {
      return image.rootfs(Platform.local()).orElseGet(() -> image.rootfs().getFirst());
    }
    return image
        .rootfs(platform.get())
        .orElseThrow(
            () ->
                new OciException(
                    "image " + name.familiar() + " has no files for " + platform.get(),
                    "it has " + platforms(image)));
  }

  private static String platforms(ClusterImage image) {
    return image.rootfs().stream()
        .map(rootfs -> rootfs.platform().toString())
        .collect(Collectors.joining(", "));
  }
}
