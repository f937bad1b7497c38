package io.sealer.build.discovery;

import io.sealer.oci.image.ImageLock.Source;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.Locale;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Collects image names from files as they come: offer every file of a rootfs to {@link #offer},
 * then ask for the {@link #findings}. Not thread-safe.
 */
public final class Discovery {
  private static final int MAX_SIZE = 16 << 20;

  private final ImageRules rules;
  private final Mentions mentions = new Mentions();

  /** Opens a file's content. */
  @FunctionalInterface
  public interface Opener {
    InputStream open() throws IOException;
  }

  /** Tells where a name in rendered text was written. */
  @FunctionalInterface
  public interface Origin {
    /**
     * The place.
     *
     * @param line of the rendered text
     * @param kind of the object
     */
    Source of(String name, int line, String kind) throws IOException;
  }

  /** Discovery without rules of the user. */
  public Discovery() {
    this(ImageRules.none());
  }

  /** Discovery with rules of the user. */
  public Discovery(ImageRules rules) {
    this.rules = rules;
  }

  /**
   * Looks at a file of the rootfs if its place says that it may name images: {@code
   * manifests/imageList}, YAML under {@code manifests/} and under {@code application/apps/}.
   * Templates (files called {@code *.tmpl}, or with Go expressions) are read as far as they are
   * YAML; templates of charts are left to a renderer.
   *
   * @param path in the rootfs, with slashes, not starting with one
   */
  public void offer(String path, Opener content) throws IOException {
    if (isInteresting(path)) {
      offer(path, path, content);
    }
  }

  /**
   * Looks at a file whatever its place, as long as its name is that of YAML, JSON or an image list.
   *
   * @param path where it is in a rootfs or application, which says how it is read
   * @param shownAs what findings call it
   */
  public void offer(String path, String shownAs, Opener content) throws IOException {
    if (isRead(path)) {
      try (InputStream in = content.open()) {
        read(isList(path), shownAs, in);
      } catch (AccessDeniedException e) {
        mentions.defect(new Defect(shownAs, 0, "cannot be read: make it readable"));
      }
    }
  }

  private void read(boolean isList, String path, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_SIZE + 1);
    if (bytes.length > MAX_SIZE) {
      mentions.defect(
          new Defect(path, 0, "is larger than 16 MiB and was not searched for images: split it"));
      return;
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (isList) {
      ImageListFile.read(path, text.lines().toList(), mentions);
    } else if (ChartFile.isChart(path)) {
      new ChartFile(path, mentions).scan(text);
    } else if (Kustomization.isOne(path)) {
      kustomization(path, text);
    } else {
      new YamlImages(path, "yaml", rules.kinds(), mentions).scan(text);
    }
  }

  private void kustomization(String path, String text) throws IOException {
    try {
      Kustomization read = Kustomization.read(path, text);
      mentions.kustomization(read);
      for (String patch : read.patches()) {
        int first = line(text, patch) - 1;
        found(
            path,
            patch,
            (_, at, kind) -> new Source(path, first + at, ("kustomize " + kind).strip()));
      }
    } catch (YamlEngineException | StackOverflowError e) {
      mentions.defect(BadYaml.in(path, e));
    }
  }

  /** The line where a text stands, whatever its indentation. */
  private static int line(String text, String part) {
    String first = part.strip().lines().findFirst().orElse("");
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().equals(first)) {
        return i + 1;
      }
    }
    return 1;
  }

  /**
   * Whether a file should be kept for {@link #offer}, or because charts and launch commands may
   * need it.
   */
  public static boolean isKept(String path) {
    return path.startsWith("manifests/")
        || path.startsWith("application/")
        || path.startsWith("charts/")
        || isYaml(path)
        || path.endsWith(".sh");
  }

  /** How many bytes are enough of a kept file; a longer one is not looked at. */
  public static int enough(String path) {
    return isYaml(path) || isList(path) || path.endsWith(".tgz") ? MAX_SIZE + 1 : 1 << 20;
  }

  /** Whether a file has a name that says how it is read, wherever it is. */
  public static boolean isRead(String path) {
    return isList(path) || isYaml(path);
  }

  /** Whether {@link #offer} would look into a file at this place. */
  public static boolean isInteresting(String path) {
    boolean place = path.startsWith("manifests/") || path.startsWith("application/apps/");
    return (path.startsWith("manifests/") && isList(path)) || (place && isYaml(path));
  }

  private static boolean isList(String path) {
    return path.equals("imageList") || path.endsWith("/imageList");
  }

  private static boolean isYaml(String path) {
    String whole = path.toLowerCase(Locale.ROOT);
    String lower = whole.endsWith(".tmpl") ? whole.substring(0, whole.length() - 5) : whole;
    boolean yaml = lower.endsWith(".yaml") || lower.endsWith(".yml") || lower.endsWith(".json");
    return yaml && !path.contains("/templates/");
  }

  /**
   * Looks into objects that a chart has been rendered to.
   *
   * @param chart what messages call it
   */
  public void rendered(String chart, String yaml, Origin origin) throws IOException {
    found(chart, yaml, origin);
  }

  private void found(String file, String yaml, Origin origin) throws IOException {
    var found = new Mentions();
    new YamlImages(file, "", rules.kinds(), found).scanRendered(yaml);
    for (Mention image : found.rawImages()) {
      mentions.image(image.name(), origin(origin, image.name(), image.source()));
    }
    for (Mentions.Guessed guess : found.candidates()) {
      mentions.candidate(
          guess.name(), guess.confidence(), origin(origin, guess.name(), guess.source()));
    }
    found.defects().forEach(mentions::defect);
  }

  private static Source origin(Origin origin, String name, Source at) throws IOException {
    return origin.of(name, at.line(), at.how());
  }

  /** Notes content whose images cannot be told. */
  public void note(Defect note) {
    mentions.note(note);
  }

  /** Notes content that is wrong. */
  public void defect(Defect defect) {
    mentions.defect(defect);
  }

  /** Adds a name that was found by other means. */
  public void add(String name, Source source) {
    mentions.image(name, source);
  }

  /** All names so far. */
  public Findings findings() {
    return new Judge(rules).judge(mentions);
  }
}
