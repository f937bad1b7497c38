package io.sealer.build.discovery;

import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Collects image names from files as they come: offer every file of a rootfs to {@link #offer},
 * then ask for the {@link #findings}. Not thread-safe.
 */
public final class Discovery {
  /** Opens a file's content. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  private final List<Mention> mentions = new ArrayList<>();
  private final List<Defect> defects = new ArrayList<>();

  /**
   * Looks at a file of the rootfs if its place says that it may name images: {@code
   * manifests/imageList}, YAML under {@code manifests/} and under {@code application/apps/}.
   * Template sources (charts' {@code templates/}, {@code *.tmpl}) are not YAML and are left out.
   *
   * @param path in the rootfs, with slashes, not starting with one
   */
  public void offer(String path, Opener content) throws IOException {
    if (path.equals("manifests/imageList")) {
      try (InputStream in = content.open()) {
        mentions.addAll(
            ImageListFile.read(
                path, new String(in.readNBytes(4 << 20), StandardCharsets.UTF_8).lines().toList()));
      }
    } else if (isManifest(path)) {
      try (InputStream in = content.open()) {
        mentions.addAll(YamlImages.of(path, in, defects));
      }
    }
  }

  /** Whether {@link #offer} would look into a file at this place. */
  public static boolean isInteresting(String path) {
    return path.equals("manifests/imageList") || isManifest(path);
  }

  private static boolean isManifest(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    boolean yaml = lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
    boolean place = path.startsWith("manifests/") || path.startsWith("application/apps/");
    return yaml && place && !path.contains("/templates/");
  }

  /** Adds a name that was found by other means. */
  public void add(String name, Source source) {
    mentions.add(new Mention(name, source));
  }

  /** All names so far. */
  public Findings findings() {
    var images = new TreeMap<Reference, TreeSet<Source>>();
    var all = new ArrayList<>(defects);
    for (Mention mention : mentions) {
      try {
        images
            .computeIfAbsent(
                Reference.parse(mention.name()), name -> new TreeSet<>(Discovery::compare))
            .add(mention.source());
      } catch (IllegalArgumentException e) {
        all.add(
            new Defect(
                mention.source().file(), mention.source().line(), String.valueOf(e.getMessage())));
      }
    }
    var sources = new TreeMap<Reference, List<Source>>();
    images.forEach((name, places) -> sources.put(name, List.copyOf(places)));
    return new Findings(sources, all);
  }

  private static int compare(Source a, Source b) {
    int byFile = a.file().compareTo(b.file());
    return byFile != 0 ? byFile : Integer.compare(a.line(), b.line());
  }
}
