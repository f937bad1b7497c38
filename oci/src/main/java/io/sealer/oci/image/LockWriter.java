package io.sealer.oci.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ContentStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Turns a lock and the manifests behind it into members of the index and the lock manifest. */
final class LockWriter {
  private static final String HINT = "fetch the workload images again";

  private final ContentStore store;
  private final ImageLock lock;
  private final Map<Digest, Descriptor> available;
  private final List<Descriptor> members = new ArrayList<>();
  private final Map<Digest, Descriptor> indexes = new LinkedHashMap<>();

  private LockWriter(ContentStore store, ImageLock lock, Map<Digest, Descriptor> available) {
    this.store = store;
    this.lock = lock;
    this.available = available;
  }

  static LockWriter of(ContentStore store, ImageLock lock, List<Descriptor> workloads)
      throws IOException {
    var available = new LinkedHashMap<Digest, Descriptor>();
    for (Descriptor workload : workloads) {
      available.putIfAbsent(workload.digest(), workload);
    }
    var writer = new LockWriter(store, lock, available);
    for (ImageLock.Entry entry : lock.entries()) {
      writer.add(entry);
    }
    writer.requireAllNamed();
    return writer;
  }

  private void add(ImageLock.Entry entry) throws IOException {
    int before = members.size();
    for (Descriptor document : Closure.of(store, entry.descriptor()).documents()) {
      if (document.isIndex()) {
        indexes.putIfAbsent(
            document.digest(),
            Descriptor.of(document.mediaType(), document.digest(), document.size()));
      } else if (available.containsKey(document.digest())) {
        members.add(member(entry, document));
      }
    }
    if (members.size() == before) {
      throw new OciException(
          "the lock has " + entry.name() + ", but none of its platforms is in the image", HINT);
    }
  }

  private Descriptor member(ImageLock.Entry entry, Descriptor document) throws IOException {
    Descriptor given = available.getOrDefault(document.digest(), document);
    Descriptor plain = Descriptor.of(document.mediaType(), document.digest(), document.size());
    Descriptor member =
        given.platform().or(document::platform).map(plain::withPlatform).orElse(plain);
    return ClusterImages.withPlatform(store, member)
        .withAnnotation(Descriptor.REF_NAME, entry.name().toString());
  }

  private void requireAllNamed() throws OciException {
    Set<Digest> unnamed = new HashSet<>(available.keySet());
    members.forEach(member -> unnamed.remove(member.digest()));
    if (!unnamed.isEmpty()) {
      throw new OciException("no name of the lock stands for workload image " + unnamed, HINT);
    }
  }

  /** A member for each name and platform, in the order of the lock. */
  List<Descriptor> members() {
    return List.copyOf(members);
  }

  /** Writes the lock manifest: the lock first, then the bytes of every index. */
  Descriptor writeManifest() throws IOException {
    byte[] json = LockJson.write(lock);
    if (json.length > OciJson.LIMIT) {
      throw new OciException(
          "the image lock has " + json.length + " bytes, more than " + OciJson.LIMIT,
          "split the image into several");
    }
    var layers = new ArrayList<Descriptor>();
    layers.add(store.put(MediaTypes.LOCK, json));
    layers.addAll(indexes.values());
    Descriptor config = store.put(MediaTypes.EMPTY, "{}".getBytes(UTF_8));
    var manifest =
        new Manifest(
            MediaTypes.MANIFEST,
            Optional.of(MediaTypes.LOCK),
            config,
            layers,
            Optional.empty(),
            Map.of());
    // Not repeated in the member's descriptor: skopeo 1.9 drops it there, and so changes the
    // digest.
    return store.put(MediaTypes.MANIFEST, OciJson.write(manifest));
  }
}
