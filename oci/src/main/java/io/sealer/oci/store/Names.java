package io.sealer.oci.store;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Index;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The names of a store: index.json. Readers need no lock, for it is replaced as a whole. */
final class Names {
  private final Layout layout;
  private final Lease lease;
  private volatile Optional<Seen> seen = Optional.empty();

  /** What index.json held; another file in its place has another key, time or size. */
  private record Seen(Optional<Object> key, FileTime time, long size, List<Descriptor> entries) {
    static Seen of(BasicFileAttributes file, List<Descriptor> entries) {
      return new Seen(
          Optional.ofNullable(file.fileKey()), file.lastModifiedTime(), file.size(), entries);
    }

    boolean isOf(BasicFileAttributes file) {
      return key.isPresent()
          && key.equals(Optional.ofNullable(file.fileKey()))
          && time.equals(file.lastModifiedTime())
          && size == file.size();
    }
  }

  Names(Layout layout, Lease lease) {
    this.layout = layout;
    this.lease = lease;
  }

  /** Everything that index.json lists, also what has no name. */
  List<Descriptor> entries() throws IOException {
    try {
      return OciJson.readIndex(Files.readAllBytes(layout.index())).manifests();
    } catch (NoSuchFileException e) {
      throw missing(e);
    } catch (OciException e) {
      throw new OciException(layout.index() + ": " + e.getMessage(), e.hint(), e);
    }
  }

  /** The same, read anew only when the file is another: many ask for one name after the other. */
  private List<Descriptor> remembered() throws IOException {
    BasicFileAttributes file;
    try {
      file = Files.readAttributes(layout.index(), BasicFileAttributes.class);
    } catch (NoSuchFileException e) {
      throw missing(e);
    }
    Optional<Seen> last = seen;
    if (last.isPresent() && last.get().isOf(file)) {
      return last.get().entries();
    }
    List<Descriptor> entries = entries();
    seen = Optional.of(Seen.of(file, entries));
    return entries;
  }

  private OciException missing(NoSuchFileException e) {
    return new OciException(
        layout.root() + " is no image store: index.json is missing",
        "restore it, or remove the directory and pull or load the images again",
        e);
  }

  /** What exactly this name stands for. */
  Optional<Descriptor> find(String name) throws IOException {
    return remembered().stream()
        .filter(entry -> entry.refName().filter(name::equals).isPresent())
        .findFirst()
        .map(Names::plain);
  }

  private static Descriptor plain(Descriptor entry) {
    return Descriptor.of(entry.mediaType(), entry.digest(), entry.size());
  }

  /** All entries that have a name we can parse, sorted. */
  List<ImageStore.Named> list() throws IOException {
    var named = new ArrayList<ImageStore.Named>();
    for (Descriptor entry : entries()) {
      entry
          .refName()
          .flatMap(Names::parse)
          .ifPresent(n -> named.add(new ImageStore.Named(n, plain(entry))));
    }
    named.sort(Comparator.comparing(ImageStore.Named::name));
    return named;
  }

  private static Optional<Reference> parse(String name) {
    try {
      return Optional.of(Reference.parse(name));
    } catch (IllegalArgumentException notOurs) {
      return Optional.empty(); // another tool may write any text here
    }
  }

  /** Lets a name stand for something else. */
  void set(String name, Descriptor descriptor) throws IOException {
    change(
        entries -> {
          var kept = without(entries, name);
          kept.add(plain(descriptor).withAnnotation(Descriptor.REF_NAME, name));
          kept.sort(Comparator.comparing(entry -> entry.refName().orElse("")));
          return kept;
        });
  }

  /** Removes a name; false when it was not there. */
  boolean remove(String name) throws IOException {
    return find(name).isPresent() && change(entries -> without(entries, name));
  }

  private static List<Descriptor> without(List<Descriptor> entries, String name) {
    var kept = new ArrayList<>(entries);
    kept.removeIf(entry -> entry.refName().filter(name::equals).isPresent());
    return kept;
  }

  private boolean change(UnaryOperator<List<Descriptor>> change) throws IOException {
    lease.begin();
    try (var _ = PathLock.exclusive(layout.indexLock())) {
      List<Descriptor> before = entries();
      List<Descriptor> after = change.apply(before);
      if (after.equals(before)) {
        return false;
      }
      // Blobs must survive a power failure before the name that needs them does.
      Disk.syncDirectory(layout.blobs());
      Disk.replace(layout.index(), lease.temporary(), bytes(after));
      return true;
    }
  }

  /** The bytes of an index.json with these entries. */
  static byte[] bytes(List<Descriptor> entries) {
    return OciJson.write(Index.of(entries, Map.of()));
  }
}
