package io.sealer.share.delta;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.archive.Members;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.UnpackOptions;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.delta.DeltaDocument.PackedLayer;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes a delta's files out of an archive: checks first that everything it is made on top of is
 * here, then puts its layers together. Not thread-safe.
 */
public final class DeltaReader implements Members, AutoCloseable {
  private static final long HARMLESS = 64L << 20;

  private final DiskStore store;
  private final ContentStore target;
  private final Progress progress;
  private final Map<String, PackedLayer> waiting = new LinkedHashMap<>();
  private final Map<Digest, BaseLayer> open = new HashMap<>();

  /**
   * A reader.
   *
   * @param store has what the delta is made on top of
   * @param target gets the layers
   */
  public DeltaReader(DiskStore store, ContentStore target, Progress progress) {
    this.store = store;
    this.target = target;
    this.progress = progress;
  }

  @Override
  public boolean take(String name, long size, InputStream content) throws IOException {
    if (name.equals(DeltaDocument.FILE)) {
      if (size > OciJson.LIMIT) {
        throw new OciException("it has " + size + " bytes", "the delta is damaged; make it again");
      }
      begin(DeltaDocument.read(content.readAllBytes()));
      return true;
    }
    if (name.startsWith(DeltaDocument.LAYERS)) {
      rebuild(name.substring(DeltaDocument.LAYERS.length()), size, content);
      return true;
    }
    return false;
  }

  /**
   * Checks that everything that the delta needs is here, and keeps it from being pruned meanwhile.
   *
   * @throws OciException when something is missing; the message says what, and of which images
   */
  public void begin(DeltaDocument document) throws IOException {
    Missing.require(store, document);
    for (DeltaDocument.Need need : document.needs()) {
      store.resume(need.blob()).close();
    }
    for (PackedLayer layer : document.layers()) {
      waiting.put(layer.layer().digest().hex(), layer);
    }
  }

  /** Puts one layer together from its pieces and stores it. */
  public void rebuild(String hex, long size, InputStream pieces) throws IOException {
    PackedLayer layer = waiting.remove(hex);
    if (layer == null) {
      throw new OciException(
          "no layer " + hex + " is expected here", "the delta is damaged; make it again");
    }
    String what = layer.layer().digest().abbreviated();
    progress.started(what, size);
    if (target.has(layer.layer().digest())) {
      target.resume(layer.layer()).close();
      progress.done(what, true);
    } else {
      build(layer, new Counted(pieces, progress, what));
      progress.done(what, false);
    }
    closeUnneeded();
  }

  private void build(PackedLayer layer, InputStream pieces) throws IOException {
    Descriptor wanted = layer.layer();
    Compression compression = Compression.of(wanted.mediaType());
    long most = HARMLESS + wanted.size() * UnpackOptions.defaults().maxRatio();
    if (layer.unpacked() > most) {
      throw new OciException(
          "layer " + wanted.digest() + " claims to unpack to " + layer.unpacked() + " bytes",
          "the delta is damaged or hostile; do not use it");
    }
    var bases = new ArrayList<BaseLayer>();
    for (Descriptor base : layer.bases()) {
      bases.add(base(base));
    }
    try (ContentStore.Ingest out = target.ingest()) {
      var limited = new Limited(out, wanted);
      try (OutputStream packed = compression.pack(limited)) {
        new LayerBuilder(bases, packed, layer.unpacked()).build(new BufferedInputStream(pieces));
        Repacked.finish(packed);
      }
      limited.requireEnd(layer, compression);
      Descriptor built = out.commit(wanted.mediaType());
      if (!built.digest().equals(wanted.digest())) {
        throw different(layer, compression, CorruptContentException.digest(wanted, built.digest()));
      }
    }
  }

  /** Says that it is the packing when that is not the one the delta was made with. */
  private static OciException different(
      PackedLayer layer, Compression compression, OciException found) {
    if (layer.packer().equals(compression.packer())) {
      return found;
    }
    return new OciException(
        "layer "
            + layer.layer().digest()
            + " was packed with '"
            + layer.packer()
            + "', but this sealer packs with '"
            + compression.packer()
            + "', which gives other bytes",
        "ask for a delta without --chunked, or use the sealer that made it",
        found);
  }

  private BaseLayer base(Descriptor base) throws IOException {
    BaseLayer layer = open.get(base.digest());
    if (layer == null) {
      Missing.requireLayer(store, base);
      layer = BaseLayer.open(store, base);
      open.put(base.digest(), layer);
    }
    return layer;
  }

  /** Unpacked bases take room on the disk: away with those that no further layer needs. */
  private void closeUnneeded() throws IOException {
    for (Digest digest : List.copyOf(open.keySet())) {
      boolean needed =
          waiting.values().stream()
              .flatMap(layer -> layer.bases().stream())
              .anyMatch(base -> base.digest().equals(digest));
      BaseLayer layer = needed ? null : open.remove(digest);
      if (layer != null) {
        layer.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (BaseLayer layer : open.values()) {
      layer.close();
    }
    open.clear();
  }

  /** Lets no more pass than the layer has; closing keeps the blob open. */
  private static final class Limited extends FilterOutputStream {
    private final Descriptor wanted;
    private long written;

    Limited(OutputStream out, Descriptor wanted) {
      super(out);
      this.wanted = wanted;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      written += length;
      // What is too long is not kept; packing goes on to its end, so that the error is the same.
      if (written <= wanted.size()) {
        out.write(bytes, offset, length);
      }
    }

    void requireEnd(PackedLayer layer, Compression compression) throws OciException {
      if (written != wanted.size()) {
        throw different(layer, compression, CorruptContentException.size(wanted, written));
      }
    }

    @Override
    public void close() {
      // the blob is committed or thrown away by its owner
    }
  }

  /** Tells how far reading has come. */
  private static final class Counted extends FilterInputStream {
    private final Progress progress;
    private final String what;

    Counted(InputStream in, Progress progress, String what) {
      super(in);
      this.progress = progress;
      this.what = what;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      progress.advanced(what, b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      progress.advanced(what, Math.max(0, n));
      return n;
    }
  }
}
