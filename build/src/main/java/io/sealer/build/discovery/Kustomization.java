package io.sealer.build.discovery;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The {@code images} of a {@code kustomization.yaml}: other names, tags or digests for images of
 * the files beside and below it (kustomize reference, "images").
 */
final class Kustomization {
  private Kustomization() {}

  /** Whether a file is a kustomization. */
  static boolean isOne(String path) {
    return path.matches("(.*/)?kustomization\\.ya?ml");
  }

  /**
   * A change.
   *
   * @param directory where the kustomization is, ending with a slash unless empty
   * @param name which image, without tag and digest
   */
  record Change(
      String directory,
      String name,
      Optional<String> newName,
      Optional<String> newTag,
      Optional<String> digest) {

    /** The image as kustomize would write it into an object of this file. */
    String apply(String file, String image) {
      int at = image.indexOf('@');
      String tagged = at < 0 ? image : image.substring(0, at);
      int colon = tagged.lastIndexOf(':');
      boolean hasTag = colon > tagged.lastIndexOf('/');
      String bare = hasTag ? tagged.substring(0, colon) : tagged;
      if (!file.startsWith(directory) || !bare.equals(name)) {
        return image;
      }
      String rest = image.substring(bare.length());
      return newName.orElse(bare)
          + digest.map(d -> "@" + d).or(() -> newTag.map(t -> ":" + t)).orElse(rest);
    }
  }

  /** The changes of a file. */
  static List<Change> changes(String file, String text) {
    var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    Object root = new Load(settings).loadFromString(text);
    var changes = new ArrayList<Change>();
    String directory = file.substring(0, file.lastIndexOf('/') + 1);
    if (root instanceof Map<?, ?> map && map.get("images") instanceof List<?> images) {
      for (Object image : images) {
        if (image instanceof Map<?, ?> fields && text(fields.get("name")).isPresent()) {
          changes.add(
              new Change(
                  directory,
                  text(fields.get("name")).get(),
                  text(fields.get("newName")),
                  text(fields.get("newTag")),
                  text(fields.get("digest"))));
        }
      }
    }
    return changes;
  }

  private static Optional<String> text(@Nullable Object value) {
    return Optional.ofNullable(value).map(String::valueOf).filter(text -> !text.isBlank());
  }
}
