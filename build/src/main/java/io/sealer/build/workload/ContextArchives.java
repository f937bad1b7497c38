package io.sealer.build.workload;

import io.sealer.build.context.BuildContext;
import io.sealer.build.context.Entry;
import io.sealer.build.context.FileDigests;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.archive.ImageArchive;
import io.sealer.oci.archive.ImageArchive.Loaded;
import io.sealer.oci.layer.BombGuard;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.ImageStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Images that lie in the {@code images/} folder of a build context, as archives or as image layouts
 * in directories of their own. What an archive held is remembered under its digest; it is read
 * again only when something of it has gone from the store.
 */
public final class ContextArchives {
  private static final Pattern ARCHIVE =
      Pattern.compile("images/[^/]+\\.(tar|tar\\.gz|tgz|tar\\.zst)");
  private static final Pattern LAYOUT = Pattern.compile("images/[^/]+/oci-layout");

  /** Nothing honest shrinks to less than a five-hundredth. */
  private static final int MOST_UNPACKED = 500;

  private final Path directory;
  private final ImageStore store;
  private final FileDigests digests;

  /** Archives whose contents are remembered in this directory. */
  public ContextArchives(Path directory, ImageStore store, FileDigests digests) throws IOException {
    this.directory = Files.createDirectories(directory);
    this.store = store;
    this.digests = digests;
  }

  /** An image, and the archive that holds it as a path in the context. */
  public record Provided(Reference name, Descriptor descriptor, String archive) {}

  /** All images of all archives, in the order of the archives' names. */
  public List<Provided> load(BuildContext context) throws IOException {
    var provided = new ArrayList<Provided>();
    for (Entry entry : context.all()) {
      if (entry.kind() != Entry.Kind.FILE || !entry.path().startsWith("images/")) {
        continue;
      }
      if (ARCHIVE.matcher(entry.path()).matches()) {
        for (Loaded image : images(entry)) {
          provided.add(new Provided(image.name(), image.descriptor(), entry.path()));
        }
      } else if (LAYOUT.matcher(entry.path()).matches()) {
        String folder = entry.path().substring(0, entry.path().lastIndexOf('/'));
        for (Loaded image : layout(context, folder)) {
          provided.add(new Provided(image.name(), image.descriptor(), folder));
        }
      }
    }
    return provided;
  }

  /** The images of a layout; its index says by digests what it has. */
  private List<Loaded> layout(BuildContext context, String folder) throws IOException {
    List<Entry> files =
        context.all().stream().filter(entry -> entry.path().startsWith(folder + "/")).toList();
    Optional<Entry> index =
        files.stream().filter(entry -> entry.path().equals(folder + "/index.json")).findFirst();
    if (index.isEmpty()) {
      throw new OciException(
          folder + " has no index.json", "an image layout has one; copy the whole directory");
    }
    return images(
        folder,
        directory.resolve("layout-" + digests.of(index.get())),
        () -> LayoutStream.of(folder, files));
  }

  private List<Loaded> images(Entry archive) throws IOException {
    return images(
        archive.path(),
        directory.resolve(digests.of(archive)),
        () -> new BombGuard(Compression.unpackAny(open(archive)), archive::size, MOST_UNPACKED));
  }

  private static InputStream open(Entry archive) throws IOException {
    return new BufferedInputStream(Files.newInputStream(archive.file()), 1 << 17);
  }

  /** Opens what holds images. */
  @FunctionalInterface
  private interface Source {
    InputStream open() throws IOException;
  }

  private List<Loaded> images(String name, Path memory, Source source) throws IOException {
    Optional<List<Loaded>> known = Files.exists(memory) ? recall(memory) : Optional.empty();
    if (known.isPresent()) {
      return known.get();
    }
    try (InputStream in = source.open()) {
      List<Loaded> loaded = ImageArchive.load(in, store, Progress.NONE);
      remember(memory, loaded);
      return loaded;
    } catch (OciException e) {
      throw new OciException(name + ": " + e.getMessage(), e.hint(), e);
    }
  }

  private Optional<List<Loaded>> recall(Path memory) throws IOException {
    var images = new ArrayList<Loaded>();
    for (String line : Files.readAllLines(memory)) {
      String[] parts = line.split(" ");
      Descriptor descriptor =
          Descriptor.of(parts[1], Digest.parse(parts[2]), Long.parseLong(parts[3]));
      if (!isComplete(descriptor)) {
        return Optional.empty();
      }
      images.add(new Loaded(Reference.parse(parts[0]), descriptor));
    }
    return Optional.of(images);
  }

  private boolean isComplete(Descriptor image) throws IOException {
    if (!store.has(image.digest())) {
      return false;
    }
    for (Descriptor content : Closure.of(store, image).all()) {
      if (!store.has(content.digest())) {
        return false;
      }
    }
    return true;
  }

  private void remember(Path memory, List<Loaded> images) throws IOException {
    var text = new StringBuilder();
    for (Loaded image : images) {
      Descriptor d = image.descriptor();
      text.append(image.name())
          .append(' ')
          .append(d.mediaType())
          .append(' ')
          .append(d.digest())
          .append(' ')
          .append(d.size())
          .append('\n');
    }
    Path part = Files.createTempFile(directory, "new-", ".part");
    Files.writeString(part, text, StandardCharsets.UTF_8);
    Files.move(part, memory, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
