package io.sealer.run.external;

import io.sealer.node.api.ExternalRegistry;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.Index;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.store.ContentSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What goes where in the external registry. A registry takes only whole indexes, and the image's
 * are often without some platforms: then the tag stands for the platforms that are there. Hosts
 * resolve names by their own agent and so still get the digest of the publisher.
 *
 * @param uploads what is put where
 * @param source where the content is
 */
record Placement(List<Upload> uploads, ContentSource source) {
  /** An image or index, and the name that it gets. */
  record Upload(Reference name, Descriptor root) {}

  Placement {
    uploads = List.copyOf(uploads);
  }

  /** For all names of a lock. */
  static Placement of(ImageLock lock, ContentSource store, ExternalRegistry registry)
      throws IOException {
    var uploads = new LinkedHashMap<Reference, Upload>();
    var made = new LinkedHashMap<Digest, byte[]>();
    for (ImageLock.Entry entry : lock.entries()) {
      Reference place = registry.place(entry.name());
      for (Upload upload : uploads(place, entry.descriptor(), store, made)) {
        uploads.put(upload.name(), upload);
      }
    }
    return new Placement(List.copyOf(uploads.values()), new WithMade(store, Map.copyOf(made)));
  }

  /** Names that would need the same place for different images, in words. */
  static List<String> collisions(ImageLock lock, ExternalRegistry registry) {
    var problems = new ArrayList<String>();
    var seen = new LinkedHashMap<Reference, ImageLock.Entry>();
    for (ImageLock.Entry entry : lock.entries()) {
      Reference place = registry.place(entry.name());
      ImageLock.Entry other = seen.computeIfAbsent(place, _ -> entry);
      if (!other.descriptor().digest().equals(entry.descriptor().digest())) {
        problems.add(
            "spec.registry.externalRegistry: %s and %s are different images and would both be %s"
                .formatted(other.name(), entry.name(), place));
      }
    }
    return List.copyOf(problems);
  }

  private static List<Upload> uploads(
      Reference place, Descriptor root, ContentSource store, Map<Digest, byte[]> made)
      throws IOException {
    if (!root.isIndex()) {
      return List.of(new Upload(place, root));
    }
    Index index = OciJson.readIndex(store.read(root));
    var here = new ArrayList<Descriptor>();
    for (Descriptor member : index.manifests()) {
      if (store.has(member.digest())) {
        here.add(member);
      }
    }
    if (here.size() == index.manifests().size()) {
      return List.of(new Upload(place, root));
    }
    var uploads = new ArrayList<Upload>();
    for (Descriptor member : here) {
      uploads.add(new Upload(named(place, Optional.empty(), Optional.of(member.digest())), member));
    }
    if (place.tag().isPresent() && !here.isEmpty()) {
      Descriptor tagged = here.size() == 1 ? here.getFirst() : partial(here, made);
      uploads.add(new Upload(named(place, place.tag(), Optional.empty()), tagged));
    }
    return uploads;
  }

  private static Reference named(Reference of, Optional<String> tag, Optional<Digest> digest) {
    return new Reference(of.registry(), of.repository(), tag, digest);
  }

  private static Descriptor partial(List<Descriptor> here, Map<Digest, byte[]> made) {
    Index index = Index.of(here, Map.of());
    byte[] bytes = OciJson.write(index);
    Descriptor descriptor = Descriptor.of(MediaTypes.INDEX, bytes);
    made.put(descriptor.digest(), bytes);
    return descriptor;
  }

  /** The store, and the indexes that were made for the registry. */
  private record WithMade(ContentSource store, Map<Digest, byte[]> made) implements ContentSource {
    @Override
    public OptionalLong size(Digest digest) throws IOException {
      byte[] own = made.get(digest);
      return own == null ? store.size(digest) : OptionalLong.of(own.length);
    }

    @Override
    public InputStream open(Digest digest) throws IOException {
      byte[] own = made.get(digest);
      return own == null ? store.open(digest) : new ByteArrayInputStream(own);
    }

    @Override
    public byte[] read(Descriptor descriptor) throws IOException {
      byte[] own = made.get(descriptor.digest());
      return own == null ? store.read(descriptor) : own.clone();
    }
  }
}
