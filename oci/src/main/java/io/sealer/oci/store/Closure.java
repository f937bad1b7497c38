package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Index;
import io.sealer.oci.Manifest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that a manifest or index needs, each digest once, parents before children.
 *
 * @param documents indexes and manifests, the root first
 * @param configs configurations
 * @param layers layers
 */
public record Closure(
    List<Descriptor> documents, List<Descriptor> configs, List<Descriptor> layers) {
  public Closure {
    documents = List.copyOf(documents);
    configs = List.copyOf(configs);
    layers = List.copyOf(layers);
  }

  /**
   * Collects what a root needs. Members of an index that are not here are left out, for an index
   * may be sparse (image-index.md); what a manifest that is here names is listed, here or not.
   *
   * @throws MissingContentException when the root itself is not here
   * @throws CorruptContentException when a document is damaged
   */
  public static Closure of(ContentSource source, Descriptor root) throws IOException {
    return of(source, List.of(root));
  }

  /** Collects what several roots need. */
  public static Closure of(ContentSource source, List<Descriptor> roots) throws IOException {
    return of(source, roots, List.of());
  }

  /**
   * Collects what several roots need for some platforms: other members of indexes are left out.
   *
   * @param platforms empty for all
   */
  public static Closure of(ContentSource source, List<Descriptor> roots, List<Platform> platforms)
      throws IOException {
    var walk = new Walk(source, platforms);
    for (Descriptor root : roots) {
      walk.document(root, 0);
    }
    return new Closure(
        List.copyOf(walk.documents.values()),
        List.copyOf(walk.configs.values()),
        List.copyOf(walk.layers.values()));
  }

  /** All of it, each digest once, in the order documents, configurations, layers. */
  public List<Descriptor> all() {
    var all = new LinkedHashMap<Digest, Descriptor>();
    Stream.of(documents, configs, layers)
        .flatMap(List::stream)
        .forEach(descriptor -> all.putIfAbsent(descriptor.digest(), descriptor));
    return List.copyOf(all.values());
  }

  private static final class Walk {
    private static final int DEEPEST = 16;

    private final ContentSource source;
    private final List<Platform> platforms;
    private final Map<Digest, Descriptor> documents = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> configs = new LinkedHashMap<>();
    private final Map<Digest, Descriptor> layers = new LinkedHashMap<>();

    Walk(ContentSource source, List<Platform> platforms) {
      this.source = source;
      this.platforms = platforms;
    }

    void document(Descriptor descriptor, int depth) throws IOException {
      if (documents.containsKey(descriptor.digest())) {
        return;
      }
      if (depth > DEEPEST) {
        throw new OciException(
            "indexes are nested more than " + DEEPEST + " deep: " + descriptor.digest(),
            "such content is not made by honest tools");
      }
      if (descriptor.isIndex()) {
        Index index = OciJson.readIndex(source.read(descriptor));
        documents.put(descriptor.digest(), descriptor);
        for (Descriptor member : index.manifests()) {
          member(member, depth + 1);
        }
      } else if (descriptor.isManifest()) {
        Manifest manifest = OciJson.readManifest(source.read(descriptor));
        documents.put(descriptor.digest(), descriptor);
        configs.putIfAbsent(manifest.config().digest(), manifest.config());
        manifest.layers().forEach(layer -> layers.putIfAbsent(layer.digest(), layer));
      } else {
        layers.putIfAbsent(descriptor.digest(), descriptor);
      }
    }

    private void member(Descriptor member, int depth) throws IOException {
      if (isWanted(member) && source.has(member.digest())) {
        document(member, depth);
      }
    }

    private boolean isWanted(Descriptor member) {
      return platforms.isEmpty()
          || member.platform().isEmpty()
          || platforms.stream().anyMatch(wanted -> wanted.covers(member.platform().get()));
    }
  }
}
