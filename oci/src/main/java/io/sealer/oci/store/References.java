package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who needs what, also where documents are damaged or missing: unlike {@link Closure} it goes on
 * and notes what is wrong.
 */
final class References {
  private static final int DEEPEST = 16;

  private final Layout layout;
  private final Map<String, String> broken;
  private final Map<String, Set<String>> users = new HashMap<>();
  private final Map<String, String> problems = new TreeMap<>();

  private References(Layout layout, Map<String, String> broken) {
    this.layout = layout;
    this.broken = broken;
  }

  /**
   * Follows everything that names and pins lead to.
   *
   * @param broken hex digests of content that is known to be damaged and is not opened
   */
  static References of(Layout layout, Names names, Pins pins, Map<String, String> broken)
      throws IOException {
    var references = new References(layout, broken);
    for (Descriptor entry : names.entries()) {
      String user = entry.refName().orElse("(no name) " + entry.digest());
      references.new Walk(user, true).follow(entry, 0, true);
    }
    for (var pin : pins.all().entrySet()) {
      for (Descriptor entry : pin.getValue().manifests()) {
        references.new Walk("pin " + pin.getKey(), false).follow(entry, 0, false);
      }
    }
    return references;
  }

  /** What references find wrong, by hex digest; damaged content is not repeated. */
  Map<String, String> problems() {
    return problems;
  }

  /** Names of the images that need this content, sorted. */
  List<String> users(String hex) {
    return List.copyOf(users.getOrDefault(hex, Set.of()));
  }

  /** One image: everything of it, each piece once. */
  private final class Walk {
    private final String user;
    private final boolean complete;
    private final Set<String> seen = new HashSet<>();

    Walk(String user, boolean complete) {
      this.user = user;
      this.complete = complete;
    }

    void follow(Descriptor wanted, int depth, boolean required) throws IOException {
      String hex = wanted.digest().hex();
      if (!seen.add(hex) || depth > DEEPEST) {
        return;
      }
      Path file = layout.blob(wanted.digest());
      boolean here = Files.exists(file);
      if (!here && !required) {
        return; // an index may be sparse (image-index.md)
      }
      users.computeIfAbsent(hex, _ -> new TreeSet<>()).add(user);
      if (!here) {
        problems.put(hex, "missing");
      } else if (broken.containsKey(hex)) {
        return;
      } else if (Files.size(file) != wanted.size()) {
        problems.put(hex, "has " + Files.size(file) + " bytes; " + user + " says " + wanted.size());
      } else if (wanted.isIndex() || wanted.isManifest()) {
        children(wanted, file, depth);
      }
    }

    private void children(Descriptor document, Path file, int depth) throws IOException {
      if (document.size() > OciJson.LIMIT) {
        problems.put(document.digest().hex(), "is too large for a document");
        return;
      }
      try {
        byte[] content = Files.readAllBytes(file);
        if (document.isIndex()) {
          Index index = OciJson.readIndex(content);
          for (Descriptor member : index.manifests()) {
            follow(member, depth + 1, false);
          }
        } else {
          Manifest manifest = OciJson.readManifest(content);
          follow(manifest.config(), depth + 1, complete);
          for (Descriptor layer : manifest.layers()) {
            follow(layer, depth + 1, complete);
          }
        }
      } catch (OciException e) {
        problems.put(document.digest().hex(), "cannot be understood: " + e.getMessage());
      }
    }
  }
}
