package io.sealer.node.serve;

import io.sealer.node.api.NamesTable;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Index;
import io.sealer.oci.Reference;
import io.sealer.oci.store.Pins;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.ErrorCode;
import io.sealer.share.serve.Repository;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * The names of all tables of a host, as they are now. When two images bring the same name, the
 * table that was written last wins. Thread-safe.
 */
final class NameBook {
  /** Keys are "path:tag" and then the registry, so that registries never mix. */
  private record Pages(
      String stamp,
      Map<String, TreeMap<String, Descriptor>> names,
      Map<Digest, Descriptor> digests) {}

  private final Pins pins;
  private final Supplier<List<String>> ownNames;
  private volatile Pages pages = new Pages("?", Map.of(), Map.of());

  /** A book of these tables, for a host that itself stands for registries of these names. */
  NameBook(Pins pins, Supplier<List<String>> ownNames) {
    this.pins = pins;
    this.ownNames = ownNames;
  }

  /**
   * What a name stands for. Without a registry, and in one that the host itself stands for when no
   * table has the full name, the path alone decides, also one that begins with the registry.
   *
   * @throws DistributionException when several registries have this path with different content
   */
  Optional<Descriptor> find(Repository repository, String tag) throws IOException {
    if (repository.registry().isPresent()) {
      String registry = repository.registry().get();
      Optional<Descriptor> named = named(registry, repository.path(), tag);
      if (named.isPresent() || !ownNames.get().contains(registry)) {
        return named;
      }
    }
    return byPath(repository, tag);
  }

  private Optional<Descriptor> byPath(Repository repository, String tag) throws IOException {
    Map<String, Descriptor> candidates = candidates(repository.path() + ":" + tag);
    if (candidates.values().stream().map(Descriptor::digest).distinct().count() > 1) {
      throw ErrorCode.NAME_UNKNOWN.because(
          repository
              + ":"
              + tag
              + " is in "
              + candidates.keySet()
              + ": say which, by its full name");
    }
    Optional<Descriptor> only = candidates.values().stream().findFirst();
    return only.isPresent() ? only : withRegistryInPath(repository.path(), tag);
  }

  private Optional<Descriptor> named(String registry, String path, String tag) throws IOException {
    boolean official = registry.equals("docker.io") && !path.contains("/");
    String full = official ? "library/" + path : path;
    return Optional.ofNullable(candidates(full + ":" + tag).get(registry));
  }

  private Optional<Descriptor> withRegistryInPath(String path, String tag) throws IOException {
    int slash = path.indexOf('/');
    return slash > 0 && path.substring(0, slash).matches(".*[.:].*|localhost")
        ? named(path.substring(0, slash), path.substring(slash + 1), tag)
        : Optional.empty();
  }

  private Map<String, Descriptor> candidates(String key) throws IOException {
    TreeMap<String, Descriptor> found = pages().names().get(key);
    return found == null ? Map.of() : found;
  }

  /** What a table says of this digest: its exact media type. */
  Optional<Descriptor> find(Digest digest) throws IOException {
    return Optional.ofNullable(pages().digests().get(digest));
  }

  /** How many names there are. */
  int size() throws IOException {
    return pages().names().values().stream().mapToInt(Map::size).sum();
  }

  private Pages pages() throws IOException {
    Pages last = pages;
    String stamp = pins.stamp();
    if (stamp.equals(last.stamp())) {
      return last;
    }
    Pages now = read(stamp);
    pages = now;
    return now;
  }

  private Pages read(String stamp) throws IOException {
    var pages = new Pages(stamp, new HashMap<>(), new HashMap<>());
    for (Map.Entry<String, Index> pin : pins.all().entrySet()) {
      if (NamesTable.isPin(pin.getKey())) {
        add(NamesTable.fromIndex(pin.getValue()), pages);
      }
    }
    return pages;
  }

  private static void add(NamesTable table, Pages pages) {
    for (Map.Entry<Reference, Descriptor> entry : table.names().entrySet()) {
      Reference name = entry.getKey();
      name.tag()
          .ifPresent(
              tag ->
                  pages
                      .names()
                      .computeIfAbsent(name.repository() + ":" + tag, _ -> new TreeMap<>())
                      .put(name.registry(), entry.getValue()));
      pages.digests().put(entry.getValue().digest(), entry.getValue());
    }
    table.roots().forEach(root -> pages.digests().put(root.digest(), root));
  }
}
