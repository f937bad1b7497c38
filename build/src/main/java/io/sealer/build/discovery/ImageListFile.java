package io.sealer.build.discovery;

import io.sealer.oci.image.ImageLock.Source;
import java.util.ArrayList;
import java.util.List;

/** {@code manifests/imageList}: a name a line; blank lines and {@code #} comments do not count. */
final class ImageListFile {
  private ImageListFile() {}

  static List<Mention> read(String file, List<String> lines) {
    var mentions = new ArrayList<Mention>();
    for (int i = 0; i < lines.size(); i++) {
      String name = lines.get(i).replaceFirst("(^|\\s)#.*", "").strip();
      if (!name.isEmpty()) {
        mentions.add(new Mention(name, new Source(file, i + 1, "imageList")));
      }
    }
    return mentions;
  }
}
