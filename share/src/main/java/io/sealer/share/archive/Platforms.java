package io.sealer.share.archive;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** That an image has something for the platforms asked for. */
final class Platforms {
  private Platforms() {}

  /**
   * Refuses images of which nothing would be left.
   *
   * @param taken what the platforms leave of the images
   */
  static void requireSome(
      ContentSource source, List<Descriptor> images, Closure taken, List<Platform> platforms)
      throws IOException {
    if (platforms.isEmpty()) {
      return;
    }
    Set<Digest> documents =
        taken.documents().stream().map(Descriptor::digest).collect(Collectors.toSet());
    for (Descriptor image : images) {
      var has = new TreeSet<String>();
      boolean some = false;
      for (Descriptor document : Closure.of(source, image).documents()) {
        String platform = platform(source, document);
        if (!platform.isEmpty()) {
          has.add(platform);
          some |= documents.contains(document.digest()) && isWanted(platform, platforms);
        }
      }
      if (!some) {
        throw new OciException(
            image.refName().orElse("the image")
                + " has nothing for "
                + String.join(", ", platforms.stream().map(Platform::toString).toList()),
            "it has " + String.join(", ", has));
      }
    }
  }

  private static boolean isWanted(String platform, List<Platform> platforms) {
    return platforms.stream().anyMatch(wanted -> wanted.covers(Platform.parse(platform)));
  }

  /** Empty for indexes and artifacts. */
  private static String platform(ContentSource source, Descriptor document) throws IOException {
    if (!document.isManifest()) {
      return "";
    }
    Manifest manifest = OciJson.readManifest(source.read(document));
    String type = manifest.config().mediaType();
    if (!type.equals(MediaTypes.CONFIG) && !type.equals(MediaTypes.DOCKER_CONFIG)) {
      return "";
    }
    return OciJson.readConfig(source.read(manifest.config())).platform().toString();
  }
}
