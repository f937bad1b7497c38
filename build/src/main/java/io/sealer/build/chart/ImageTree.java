package io.sealer.build.chart;

import io.sealer.build.discovery.Discovery;
import io.sealer.build.launch.LaunchReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The files of an image that are known before it is made: their paths in the image, where they lie
 * on this machine, and what messages call them.
 */
public final class ImageTree implements LaunchReader.Files {
  private static final int MAX_TEXT = 16 << 20;

  private final NavigableMap<String, At> files;
  private final NavigableSet<String> circles;

  /**
   * A file.
   *
   * @param shownAs what messages call it
   */
  public record At(Path file, String shownAs) {}

  /** A tree of these files. */
  public ImageTree(Map<String, At> files) {
    this(files, Map.of());
  }

  /**
   * A tree of these files, which can be reached through links too.
   *
   * @param links symbolic links of the image and where they lead
   */
  public ImageTree(Map<String, At> files, Map<String, String> links) {
    this.files = Collections.unmodifiableNavigableMap(Links.followed(files, links));
    this.circles = Links.circles(links);
  }

  /** All files by path, and those that links lead to. */
  public NavigableMap<String, At> files() {
    return files;
  }

  /** The files below a directory, by their whole path. */
  public SortedMap<String, At> below(String directory) {
    // '0' follows '/'.
    return directory.isEmpty() ? files : files.subMap(directory + "/", directory + "0");
  }

  /** A link below a directory that leads to one above itself; its path below the directory. */
  Optional<String> circle(String directory) {
    String first = circles.ceiling(directory + "/");
    return Optional.ofNullable(first)
        .filter(path -> path.startsWith(directory + "/"))
        .map(path -> path.substring(directory.length() + 1));
  }

  @Override
  public boolean exists(String path) {
    return files.containsKey(path) || !below(path).isEmpty();
  }

  @Override
  public Optional<String> text(String path) throws IOException {
    At at = files.get(path);
    if (at == null) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(at.file())) {
      return Optional.of(new String(in.readNBytes(MAX_TEXT), StandardCharsets.UTF_8));
    }
  }

  /** What messages call a file or directory. */
  public String shownAs(String path) {
    At at = files.get(path);
    if (at != null) {
      return at.shownAs();
    }
    Optional<Map.Entry<String, At>> below = below(path).entrySet().stream().findFirst();
    if (below.isPresent()) {
      Map.Entry<String, At> first = below.get();
      String rest = first.getKey().substring(path.length());
      String shown = "/" + first.getValue().shownAs();
      if (shown.endsWith(rest)) {
        String directory = shown.substring(0, shown.length() - rest.length());
        return directory.isEmpty() ? "." : directory.substring(1);
      }
    }
    return path;
  }

  /**
   * Writes the files below a directory of the image to one of this machine, but no large ones.
   *
   * @throws IOException when YAML is so large that only a part of it is known
   */
  void copy(String directory, Path target) throws IOException {
    for (Map.Entry<String, At> file : below(directory).entrySet()) {
      String path = file.getKey().substring(directory.length() + 1);
      Path to = target.resolve(path).normalize();
      boolean whole = Files.size(file.getValue().file()) < Discovery.enough(file.getKey());
      if (whole && to.startsWith(target)) {
        Files.createDirectories(to.getParent());
        Files.copy(file.getValue().file(), to);
      } else if (path.matches("(?i).*\\.(ya?ml|json|tgz)")) {
        throw new IOException(path + " is larger than 16 MiB");
      }
    }
  }
}
