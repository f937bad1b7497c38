package io.sealer.run.state;

import io.sealer.oci.Reference;
import io.sealer.run.engine.Inputs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What runs in a cluster.
 *
 * @param name the image as it was asked for
 * @param digest of the image
 * @param kubernetes its Kubernetes version; empty when it does not say
 * @param knownHosts known_hosts file that the provider keeps of the hosts
 * @param apps application images that were added
 */
public record RunningImage(
    String name, String digest, String kubernetes, Optional<Path> knownHosts, List<AppImage> apps) {
  public RunningImage {
    apps = List.copyOf(apps);
  }

  /** Registries that the images are named after. */
  public Set<String> registries() {
    return Stream.concat(Stream.of(name), apps.stream().map(AppImage::name))
        .filter(image -> !image.isEmpty())
        .map(image -> Reference.parse(image).registry())
        .collect(Collectors.toSet());
  }

  /** Names of the application images that were added. */
  public List<String> added() {
    return apps.stream().map(AppImage::name).toList();
  }

  public RunningImage withKnownHosts(Optional<Path> file) {
    return new RunningImage(name, digest, kubernetes, file, apps);
  }

  /** The same without an application image. */
  public RunningImage withoutApp(String key) {
    return new RunningImage(
        name,
        digest,
        kubernetes,
        knownHosts,
        apps.stream().filter(a -> !a.key().equals(key)).toList());
  }

  /** The same with an application image, in place of an earlier one of its name. */
  public RunningImage withApp(AppImage app) {
    var all = new ArrayList<>(apps);
    all.removeIf(a -> a.key().equals(app.key()));
    all.add(app);
    return new RunningImage(name, digest, kubernetes, knownHosts, all);
  }

  /**
   * An application image as one of this cluster: a newer version of one that it has, or under a key
   * that no other has.
   *
   * @param wanted its name as it is asked for
   * @param version digest of the image
   */
  public AppImage app(String wanted, String version) {
    Optional<ImagePath> path = ImagePath.of(wanted);
    Optional<AppImage> known =
        find(at -> Optional.of(at).equals(path))
            .or(() -> find(at -> path.filter(at::isMirrorOf).isPresent()));
    return known
        .map(app -> app.upgraded(wanted, version))
        .orElseGet(
            () -> new AppImage(freeKey(path.map(ImagePath::text).orElse(wanted)), wanted, version));
  }

  /**
   * Earlier versions of an application image that the cluster has no use for any more.
   *
   * @param needed names of images whose applications stay as they are
   */
  public List<AppImage.Version> superseded(AppImage app, Collection<String> needed) {
    return app.earlier().stream().filter(version -> !isHeld(app, version, needed)).toList();
  }

  /** Versions of an application image that go with it, for no other image is the same. */
  public List<AppImage.Version> onlyOf(AppImage app) {
    return app.versions().filter(version -> !isHeld(app, version, List.of())).toList();
  }

  private boolean isHeld(AppImage app, AppImage.Version version, Collection<String> needed) {
    return needed.contains(version.name())
        || version.digest().equals(digest)
        || apps.stream()
            .filter(other -> !other.key().equals(app.key()))
            .flatMap(AppImage::versions)
            .anyMatch(other -> other.digest().equals(version.digest()));
  }

  private Optional<AppImage> find(Predicate<ImagePath> wanted) {
    return apps.stream()
        .filter(app -> ImagePath.of(app.name()).filter(wanted).isPresent())
        .findFirst();
  }

  /** Names of directories: several images may want the same. */
  private String freeKey(String path) {
    String key = path.replaceAll("[^a-z0-9._-]", "-");
    boolean taken = apps.stream().anyMatch(app -> app.key().equals(key));
    return taken ? key + "-" + Inputs.of(path).substring(0, 8) : key;
  }
}
