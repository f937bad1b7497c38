package io.sealer.build.discovery;

import io.sealer.oci.image.ImageLock.Source;
import java.util.List;

/** {@code manifests/imageList}: a name a line; blank lines and {@code #} comments do not count. */
final class ImageListFile {
  private ImageListFile() {}

  static void read(String file, List<String> lines, Mentions mentions) {
    for (int i = 0; i < lines.size(); i++) {
      String name = lines.get(i).replace("\uFEFF", "").replaceFirst("(^|\\s)#.*", "").strip();
      if (!name.isEmpty()) {
        mentions.image(name, new Source(file, i + 1, "imageList"));
      }
    }
  }
}
