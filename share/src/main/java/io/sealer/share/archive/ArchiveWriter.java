package io.sealer.share.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.oci.Index;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.Closure;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import io.sealer.share.delta.Delta;
import io.sealer.share.delta.DeltaDocument;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Saves images as an OCI layout in a tar file: oci-layout, index.json, manifests, configurations,
 * layers, each blob once. The same images give the same bytes. Every blob is verified as it leaves.
 */
public final class ArchiveWriter {
  private static final byte[] LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(UTF_8);

  private ArchiveWriter() {}

  /** Saves everything of the images to a stream. */
  public static void save(
      DiskStore store, List<Reference> names, OutputStream out, Progress progress)
      throws IOException {
    save(store, names, SaveOptions.ALL, out, progress);
  }

  /** Saves everything of the images to a file. */
  public static void save(DiskStore store, List<Reference> names, Path file, Progress progress)
      throws IOException {
    save(store, names, SaveOptions.ALL, file, progress);
  }

  /**
   * Saves to a stream, such as standard output; never in volumes.
   *
   * @throws OciException when a name is not in the store, has nothing for a platform, or content is
   *     damaged; what was written is then useless
   */
  public static void save(
      DiskStore store,
      List<Reference> names,
      SaveOptions options,
      OutputStream out,
      Progress progress)
      throws IOException {
    List<Descriptor> images = resolve(store, names);
    Closure closure = Closure.of(store, images, options.platforms());
    Platforms.requireSome(store, images, closure, options.platforms());
    // A delta is mostly small documents, which pack well.
    Compression packing = options.chunked() ? Compression.ZSTD : Compression.NONE;
    var packed = new BufferedOutputStream(packing.pack(new KeepOpen(out)), 1 << 17);
    try (packed) {
      var tar = new TarWriter(packed);
      add(tar, "oci-layout", LAYOUT);
      add(tar, "index.json", OciJson.write(Index.of(images, Map.of())));
      if (options.bases().isEmpty()) {
        blobs(tar, closure.all(), store, progress);
      } else {
        delta(tar, closure, options, store, progress);
      }
      tar.finish();
    }
  }

  private static void blobs(
      TarWriter tar, List<Descriptor> blobs, DiskStore store, Progress progress)
      throws IOException {
    tar.add(TarEntry.directory("blobs", 0755));
    tar.add(TarEntry.directory("blobs/sha256", 0755));
    for (Descriptor blob : blobs) {
      add(tar, blob, store, progress);
    }
  }

  private static void delta(
      TarWriter tar, Closure closure, SaveOptions options, DiskStore store, Progress progress)
      throws IOException {
    var bases = new ArrayList<Delta.Base>();
    for (Reference base : options.bases()) {
      bases.add(new Delta.Base(base, resolve(store, base)));
    }
    try (Delta delta = Delta.of(store, closure, bases, options.chunked())) {
      add(tar, DeltaDocument.FILE, delta.document().write());
      blobs(tar, delta.whole(), store, progress);
      for (Delta.LayerDelta layer : delta.layers()) {
        String what = layer.packed().layer().digest().abbreviated();
        progress.started(what, layer.size());
        String name = DeltaDocument.LAYERS + layer.packed().layer().digest().hex();
        try (InputStream in = Files.newInputStream(layer.file())) {
          tar.add(TarEntry.file(name, 0644, layer.size()), new ProgressStream(in, progress, what));
        }
        progress.done(what, false);
      }
    }
  }

  /** Saves to a file or to volumes, which appear when they are whole. */
  public static void save(
      DiskStore store, List<Reference> names, SaveOptions options, Path file, Progress progress)
      throws IOException {
    Path absolute = file.toAbsolutePath();
    if (options.volume().isPresent()) {
      try (var out = new VolumeOutput(absolute, options.volume().get())) {
        save(store, names, options, out, progress);
        out.commit();
      }
      return;
    }
    Path part = Volumes.sibling(absolute, ".part");
    try {
      try (var out = new FileOutputStream(part.toFile())) {
        save(store, names, options, out, progress);
        out.getFD().sync();
      }
      Files.move(part, absolute, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw DiskErrors.explain(e, absolute);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static List<Descriptor> resolve(DiskStore store, List<Reference> names)
      throws IOException {
    var images = new ArrayList<Descriptor>();
    for (Reference name : names) {
      images.add(resolve(store, name).withAnnotation(Descriptor.REF_NAME, name.toString()));
    }
    return images;
  }

  private static Descriptor resolve(DiskStore store, Reference name) throws IOException {
    return store
        .resolve(name)
        .orElseThrow(
            () ->
                new OciException(
                    "image " + name.familiar() + " is not here",
                    "pull or build it first; 'sealer images' lists what is here"));
  }

  private static void add(TarWriter tar, String name, byte[] content) throws IOException {
    tar.add(TarEntry.file(name, 0644, content.length), new ByteArrayInputStream(content));
  }

  private static void add(TarWriter tar, Descriptor blob, DiskStore store, Progress progress)
      throws IOException {
    String what = blob.digest().abbreviated();
    progress.started(what, blob.size());
    MessageDigest hash = Digest.sha256();
    try (InputStream in = new DigestInputStream(store.open(blob.digest()), hash)) {
      tar.add(
          TarEntry.file("blobs/sha256/" + blob.digest().hex(), 0644, blob.size()),
          new ProgressStream(in, progress, what));
    }
    Digest found = Digest.ofHash(hash.digest());
    if (!found.equals(blob.digest())) {
      throw CorruptContentException.digest(blob, found);
    }
    progress.done(what, false);
  }

  /** The stream belongs to the caller. */
  private static final class KeepOpen extends FilterOutputStream {
    KeepOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
