package io.sealer.oci.registry;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Manifest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** One image on its way to a registry. */
final class Push {
  private final RegistryClient client;
  private final ContentSource source;
  private final Reference name;
  private final PushOptions options;
  private final Progress progress;
  private final Flights<Digest> flights = new Flights<>();
  private final Set<Digest> pushed = ConcurrentHashMap.newKeySet();

  Push(
      RegistryClient client,
      ContentSource source,
      Reference name,
      PushOptions options,
      Progress progress) {
    this.client = client;
    this.source = source;
    this.name = name;
    this.options = options;
    this.progress = progress;
  }

  void run(Descriptor root) throws IOException {
    byte[] content = children(root);
    put(name.tag().map(name::withTag).orElse(name.pinnedTo(root.digest())), root, content);
  }

  /** Pushes what a manifest needs, and answers the manifest itself. */
  private byte[] children(Descriptor node) throws IOException {
    byte[] content = source.read(node);
    if (node.isIndex()) {
      Fanout.each(members(node, OciJson.readIndex(content).manifests()), this::member);
    } else {
      Manifest manifest = OciJson.readManifest(content);
      Fanout.each(
          Stream.concat(Stream.of(manifest.config()), manifest.layers().stream())
              .distinct()
              .toList(),
          this::blob);
    }
    return content;
  }

  private List<Descriptor> members(Descriptor index, List<Descriptor> all) throws IOException {
    var here = new ArrayList<Descriptor>();
    for (Descriptor member : all) {
      if (source.has(member.digest())) {
        here.add(member);
      } else if (!options.allowSparse()) {
        throw new OciException(
            "cannot push "
                + name
                + ": member "
                + member.digest()
                + platform(member)
                + " of index "
                + index.digest()
                + " is not in the local store",
            "pull the image for all platforms first");
      }
    }
    return here.stream().distinct().toList();
  }

  private static String platform(Descriptor member) {
    return member.platform().map(p -> " (" + p + ")").orElse("");
  }

  private void member(Descriptor member) throws IOException {
    flights.once(
        member.digest(),
        () -> pushed.contains(member.digest()),
        () -> {
          byte[] content = children(member);
          put(name.pinnedTo(member.digest()), member, content);
          pushed.add(member.digest());
        });
  }

  private void put(Reference as, Descriptor manifest, byte[] content) throws IOException {
    client
        .slots()
        .in(
            () -> {
              Optional<Descriptor> there = client.find(as);
              if (there.filter(d -> d.digest().equals(manifest.digest())).isEmpty()) {
                client.putManifest(as, manifest, content);
              }
              return as;
            });
  }

  private void blob(Descriptor blob) throws IOException {
    flights.once(
        blob.digest(),
        () -> pushed.contains(blob.digest()),
        () -> {
          client.slots().in(() -> send(blob));
          pushed.add(blob.digest());
        });
  }

  private Descriptor send(Descriptor blob) throws IOException {
    client.pushBlob(name, blob, () -> source.open(blob.digest()), options.mountFrom(), progress);
    return blob;
  }
}
