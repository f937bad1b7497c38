package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.Work;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * All images of a cluster image in a host's containerd, so that no pod of it has to pull.
 *
 * @param images their names, as containerd has them
 */
record LoadImages(List<String> images) implements Work {
  private static final String LIST = "ctr -n k8s.io images ls -q 2>/dev/null || true";

  /** A line for each image: a long silence means that something hangs. */
  private static final String PULL =
      """
      for image in "$@"; do
        [ -n "$(ctr -n k8s.io images ls -q "name==$image")" ] \
          || ctr -n k8s.io images pull --hosts-dir /etc/containerd/certs.d "$image" >/dev/null
        echo "$image"
      done
      """;

  LoadImages {
    images = List.copyOf(images);
  }

  static LoadImages of(ImageLock lock) {
    return new LoadImages(
        lock.entries().stream().map(entry -> name(entry.name())).distinct().toList());
  }

  /** A pinned name is there without its tag, as the kubelet asks for it. */
  private static String name(Reference of) {
    return of.digest().map(digest -> of.context() + "@" + digest).orElseGet(of::toString);
  }

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    Set<String> there = Set.copyOf(Scripts.run(at, "look at containerd's images", LIST).lines());
    long missing = images.stream().filter(image -> !there.contains(image)).count();
    return missing == 0
        ? Optional.empty()
        : Optional.of("containerd lacks %d of %d images".formatted(missing, images.size()));
  }

  @Override
  public void run(StepContext at) throws HostException {
    Scripts.run(at, "load images", PULL, images.toArray(String[]::new));
  }
}
