package io.sealer.oci.layer;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import com.github.luben.zstd.util.ZstdVersion;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** How a layer's tar file is packed. The same input gives the same bytes. */
public enum Compression {
  NONE(MediaTypes.LAYER_TAR),
  GZIP(MediaTypes.LAYER_GZIP),
  /** Level 3: smaller than gzip and several times as fast. */
  ZSTD(MediaTypes.LAYER_ZSTD);

  private static final int BUFFER = 1 << 16;
  private static final int ZSTD_LEVEL = 3;
  // Output is the same for any number of workers but zero, so the number is not the machine's.
  private static final int ZSTD_WORKERS = 2;

  private final String mediaType;

  Compression(String mediaType) {
    this.mediaType = mediaType;
  }

  /** Media type of a layer that is packed so. */
  public String mediaType() {
    return mediaType;
  }

  /**
   * Says exactly how {@link #pack} packs: the same text means the same bytes for the same input.
   */
  public String packer() {
    return switch (this) {
      case NONE -> "tar";
      case GZIP -> "gzip java";
      case ZSTD -> "zstd " + ZstdVersion.VERSION + " level " + ZSTD_LEVEL + " parallel";
    };
  }

  /**
   * How layers of this media type are packed.
   *
   * @throws OciException when it is no type of a layer that we know
   */
  public static Compression of(String mediaType) throws OciException {
    return switch (mediaType) {
      case MediaTypes.LAYER_TAR, MediaTypes.DOCKER_LAYER_TAR -> NONE;
      case MediaTypes.LAYER_GZIP, MediaTypes.DOCKER_LAYER_GZIP -> GZIP;
      case MediaTypes.LAYER_ZSTD -> ZSTD;
      default ->
          throw new OciException(
              "layers of type '" + mediaType + "' are not supported",
              "use layers that are tar files, plain or packed with gzip or zstd");
    };
  }

  /** How content that starts with these bytes is packed; {@link #NONE} when it is not. */
  public static Compression detect(byte[] start) {
    if (starts(start, 0x1f, 0x8b)) {
      return GZIP;
    }
    return starts(start, 0x28, 0xb5, 0x2f, 0xfd) ? ZSTD : NONE;
  }

  private static boolean starts(byte[] content, int... magic) {
    for (int i = 0; i < magic.length; i++) {
      if (content.length <= i || (content[i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  /** Unpacks a stream, packed in whatever way. */
  public static InputStream unpackAny(InputStream in) throws IOException {
    var pushback = new PushbackInputStream(in, 4);
    byte[] start = pushback.readNBytes(4);
    pushback.unread(start);
    return detect(start).unpack(pushback);
  }

  /** Unpacks what is read from a stream; closing closes that stream. */
  public InputStream unpack(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in, BUFFER);
      case ZSTD -> new ZstdInputStream(in);
    };
  }

  /** Packs what is written; closing ends the packed stream and closes the one underneath. */
  @SuppressWarnings("resource") // handed to the caller
  public OutputStream pack(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, BUFFER);
      case ZSTD -> new ZstdOutputStream(out, ZSTD_LEVEL).setWorkers(ZSTD_WORKERS);
    };
  }
}
