package io.sealer.cli.command;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;

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
}
