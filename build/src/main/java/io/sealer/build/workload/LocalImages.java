package io.sealer.build.workload;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ClusterImages;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ImageStore;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Images that need not be fetched, because the earlier build of the same image has locked them, or
 * the store knows their name, and all their content is here. So an unchanged image is built again
 * without any registry, and a tag that has moved does not change it unknown.
 */
public final class LocalImages {
  private final ImageStore store;
  private final Map<Reference, Descriptor> locked;
  private final boolean enabled;
  private final Map<Reference, Digest> required;

  private LocalImages(
      ImageStore store,
      Map<Reference, Descriptor> locked,
      boolean enabled,
      Map<Reference, Digest> required) {
    this.store = store;
    this.locked = Map.copyOf(locked);
    this.enabled = enabled;
    this.required = Map.copyOf(required);
  }

  /** The same, but of these names only what has these digests. */
  public LocalImages requiring(Map<Reference, Digest> digests) {
    return new LocalImages(store, locked, enabled, digests);
  }

  /** Finds none: every name is asked for at its registry. */
  public static LocalImages none(ImageStore store) {
    return new LocalImages(store, Map.of(), false, Map.of());
  }

  /** Images of the store and of the lock of what these names stood for until now. */
  public static LocalImages of(ImageStore store, List<Reference> names) throws IOException {
    for (Reference name : names) {
      Optional<Descriptor> earlier = store.resolve(name);
      if (earlier.isPresent()) {
        return new LocalImages(store, lock(store, earlier.get()), true, Map.of());
      }
    }
    return new LocalImages(store, Map.of(), true, Map.of());
  }

  private static Map<Reference, Descriptor> lock(ImageStore store, Descriptor image)
      throws IOException {
    return ClusterImages.read(store, image).lock().entries().stream()
        .collect(Collectors.toMap(ImageLock.Entry::name, ImageLock.Entry::descriptor));
  }

  /** The image, if it is here whole for all these platforms. */
  Optional<Descriptor> find(Reference name, List<Platform> platforms) throws IOException {
    if (!enabled) {
      return Optional.empty();
    }
    Optional<Descriptor> before =
        Optional.ofNullable(locked.get(name)).filter(image -> isWanted(name, image));
    Optional<Descriptor> image =
        before.isPresent() && store.has(before.get().digest())
            ? before
            : store.resolve(name).filter(here -> isWanted(name, here));
    return image.isPresent() && isComplete(image.get(), platforms) ? image : Optional.empty();
  }

  private boolean isWanted(Reference name, Descriptor image) {
    Digest wanted = required.get(name);
    return wanted == null || wanted.equals(image.digest());
  }

  private boolean isComplete(Descriptor image, List<Platform> platforms) throws IOException {
    List<Descriptor> members = Members.of(store, image);
    for (Platform wanted : platforms) {
      boolean there = false;
      for (Descriptor member : members) {
        boolean runs = member.platform().filter(p -> Members.runsOn(p, wanted)).isPresent();
        there |= runs && isHere(member);
      }
      if (!there) {
        return false;
      }
    }
    return true;
  }

  private boolean isHere(Descriptor manifest) throws IOException {
    if (!store.has(manifest.digest())) {
      return false;
    }
    for (Descriptor content : Closure.of(store, manifest).all()) {
      if (!store.has(content.digest())) {
        return false;
      }
    }
    return true;
  }
}
