package io.sealer.oci.layer;

import com.github.luben.zstd.ZstdIOException;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.zip.ZipException;

/**
 * Unpacks layers of strangers into a directory: nothing is written outside of it, whatever names
 * and links a layer has. Files of lower layers are replaced or, by whiteouts, removed (OCI
 * layer.md). Permissions and times of files are kept; extended attributes are not.
 */
public final class LayerReader {
  private LayerReader() {}

  /** What came out: bytes of content, and the number of entries. */
  public record Unpacked(long bytes, long entries) {}

  /**
   * Unpacks one layer on top of what lies in the directory already.
   *
   * @param blob the packed layer; is read to its end and not closed
   * @param mediaType says how it is packed
   * @param root an existing directory that nobody else writes to meanwhile
   * @throws OciException when an entry leads out of the directory, is a device, or a limit is
   *     exceeded
   * @throws CorruptContentException when the tar file is not the one expected; what was unpacked is
   *     to be thrown away
   */
  public static Unpacked unpack(
      InputStream blob, String mediaType, Path root, UnpackOptions options) throws IOException {
    MessageDigest hash = Digest.sha256();
    var unpacker = new Unpacker(root.toRealPath(), options);
    try {
      unpackAll(new DigestInputStream(unpacked(blob, mediaType, options), hash), unpacker);
    } catch (ZipException | EOFException | ZstdIOException e) {
      throw damaged(e);
    }
    unpacker.finish();
    verify(options.diffId(), Digest.ofHash(hash.digest()));
    return new Unpacked(unpacker.bytes(), unpacker.entries());
  }

  @SuppressWarnings("resource") // the caller closes the blob
  private static InputStream unpacked(InputStream blob, String mediaType, UnpackOptions options)
      throws IOException {
    var packed = new CountingInputStream(blob);
    return new BombGuard(
        Compression.of(mediaType).unpack(packed), packed::count, options.maxRatio());
  }

  /** The digest of the tar file in a packed layer; nothing is written. */
  public static Digest diffId(InputStream blob, String mediaType, UnpackOptions options)
      throws IOException {
    MessageDigest hash = Digest.sha256();
    try {
      new DigestInputStream(unpacked(blob, mediaType, options), hash)
          .transferTo(OutputStream.nullOutputStream());
    } catch (ZipException | EOFException | ZstdIOException e) {
      throw damaged(e);
    }
    return Digest.ofHash(hash.digest());
  }

  private static CorruptContentException damaged(IOException e) {
    return new CorruptContentException("the layer is damaged or cut off: " + e.getMessage());
  }

  private static void unpackAll(InputStream stream, Unpacker unpacker) throws IOException {
    var in = new BufferedInputStream(stream, 1 << 17);
    var tar = new TarReader(in);
    for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
      unpacker.add(entry.get(), tar);
    }
    in.transferTo(OutputStream.nullOutputStream());
  }

  private static void verify(Optional<Digest> expected, Digest found)
      throws CorruptContentException {
    if (expected.isPresent() && !expected.get().equals(found)) {
      throw new CorruptContentException(
          "the layer's tar file must have digest " + expected.get() + ", but has " + found);
    }
  }
}
