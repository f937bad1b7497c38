package io.sealer.build.discovery;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * A {@code kustomization.yaml}, as far as it decides about images (kustomize reference,
 * "resources", "components", "patches", "images").
 *
 * @param directory where it is, without a slash at the end
 * @param resources files and directories that it takes, as paths beside this file
 * @param components directories whose changes apply to what was taken before
 * @param changes other names, tags or digests for images
 * @param patches the text of patches that stand in the file itself
 */
record Kustomization(
    String directory,
    List<String> resources,
    List<String> components,
    List<Change> changes,
    List<String> patches) {
  private static final List<String> FILES =
      List.of("resources", "bases", "crds", "patchesStrategicMerge");

  Kustomization {
    resources = List.copyOf(resources);
    components = List.copyOf(components);
    changes = List.copyOf(changes);
    patches = List.copyOf(patches);
  }

  /** Whether a file is a kustomization. */
  static boolean isOne(String path) {
    return path.matches("(.*/)?(kustomization\\.ya?ml|Kustomization)");
  }

  /**
   * A change.
   *
   * @param name which image, without tag and digest
   */
  record Change(
      String name, Optional<String> newName, Optional<String> newTag, Optional<String> digest) {

    /** The image as kustomize would write it. */
    String apply(String image) {
      int at = image.indexOf('@');
      String tagged = at < 0 ? image : image.substring(0, at);
      int colon = tagged.lastIndexOf(':');
      boolean hasTag = colon > tagged.lastIndexOf('/');
      String bare = hasTag ? tagged.substring(0, colon) : tagged;
      if (!bare.equals(name)) {
        return image;
      }
      String rest = image.substring(bare.length());
      return newName.orElse(bare)
          + digest.map(d -> "@" + d).or(() -> newTag.map(t -> ":" + t)).orElse(rest);
    }
  }

  /**
   * Reads one.
   *
   * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException when it is not YAML
   */
  static Kustomization read(String file, String text) {
    var settings = LoadSettings.builder().setAllowDuplicateKeys(true).build();
    Object root = new Load(settings).loadFromString(text);
    String directory = file.contains("/") ? file.substring(0, file.lastIndexOf('/')) : "";
    var resources = new ArrayList<String>();
    FILES.forEach(field -> resources.addAll(paths(directory, root, field)));
    var patches = new ArrayList<String>();
    for (Object patch : list(root, "patches")) {
      text(field(patch, "path")).ifPresent(path -> resources.add(beside(directory, path)));
      text(field(patch, "patch")).ifPresent(patches::add);
    }
    for (Object patch : list(root, "patchesJson6902")) {
      text(field(patch, "path")).ifPresent(path -> resources.add(beside(directory, path)));
      text(field(patch, "patch")).ifPresent(patches::add);
    }
    // patchesStrategicMerge takes texts as well as paths.
    list(root, "patchesStrategicMerge").stream()
        .flatMap(patch -> text(patch).filter(t -> t.contains("\n")).stream())
        .forEach(patches::add);
    return new Kustomization(
        directory,
        resources,
        paths(directory, root, "components"),
        list(root, "images").stream().flatMap(Kustomization::change).toList(),
        patches);
  }

  private static Stream<Change> change(@Nullable Object fields) {
    return text(field(fields, "name")).stream()
        .map(
            name ->
                new Change(
                    name,
                    text(field(fields, "newName")),
                    text(field(fields, "newTag")),
                    text(field(fields, "digest"))));
  }

  private static List<String> paths(String directory, @Nullable Object root, String field) {
    return list(root, field).stream()
        .flatMap(value -> text(value).stream())
        .filter(value -> !value.contains("://") && !value.contains("\n"))
        .map(value -> beside(directory, value))
        .toList();
  }

  private static String beside(String directory, String path) {
    try {
      return Path.of("/" + directory).resolve(path).normalize().toString().substring(1);
    } catch (InvalidPathException e) {
      return path;
    }
  }

  private static List<?> list(@Nullable Object node, String name) {
    return field(node, name) instanceof List<?> list ? list : List.of();
  }

  private static @Nullable Object field(@Nullable Object node, String name) {
    return node instanceof Map<?, ?> map ? map.get(name) : null;
  }

  private static Optional<String> text(@Nullable Object value) {
    return Optional.ofNullable(value)
        .filter(v -> !(v instanceof Map || v instanceof List))
        .map(String::valueOf)
        .filter(text -> !text.isBlank());
  }
}
