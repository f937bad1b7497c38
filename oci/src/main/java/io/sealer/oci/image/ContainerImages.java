package io.sealer.oci.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.OciException;
import io.sealer.oci.Platform;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;

/**
 * The value of annotation {@code sealer.image.container.images}: the workload images as sealer 0.9
 * and later list them. The lock says the same with digests.
 */
public final class ContainerImages {
  /** Name of the annotation; left out when there are no workload images. */
  public static final String ANNOTATION = "sealer.image.container.images";

  private ContainerImages() {}

  /**
   * One image.
   *
   * @param image full name
   * @param appName the application that uses it; may be empty
   * @param platform which of its platforms is in the image
   */
  public record ContainerImage(String image, String appName, Platform platform) {}

  /** The images of a lock for one platform of the cluster image. */
  public static List<ContainerImage> of(ImageLock lock, Platform platform) {
    return lock.entries().stream()
        .filter(entry -> entry.platforms().contains(platform))
        .map(entry -> new ContainerImage(entry.name().toString(), "", platform))
        .toList();
  }

  /** The annotation's value. */
  public static String write(List<ContainerImage> images) {
    byte[] json =
        JsonOut.list(
            images,
            (out, image) ->
                out.text("image", image.image())
                    .text("appName", image.appName())
                    .object("platform", o -> platform(o, image.platform())));
    return new String(json, UTF_8);
  }

  private static void platform(JsonOut out, Platform platform) {
    out.text("os", platform.os())
        .text("architecture", platform.architecture())
        .text("variant", platform.variant());
  }

  /** Reads the annotation's value. */
  public static List<ContainerImage> read(String json) throws OciException {
    try {
      var images = new ArrayList<ContainerImage>();
      for (JsonObject image : JsonObject.parseList(json.getBytes(UTF_8), ANNOTATION)) {
        JsonObject platform = image.object("platform");
        images.add(
            new ContainerImage(
                image.text("image"),
                image.optionalText("appName").orElse(""),
                Platform.of(
                    platform.optionalText("os").orElse("linux"),
                    platform.text("architecture"),
                    platform.optionalText("variant"))));
      }
      return images;
    } catch (MalformedJsonException e) {
      throw new OciException(
          String.valueOf(e.getMessage()), "the image was not built by sealer; build it again", e);
    }
  }
}
