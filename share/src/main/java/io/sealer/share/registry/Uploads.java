package io.sealer.share.registry;

import io.sealer.oci.Digest;
import io.sealer.oci.DiskErrors;
import io.sealer.share.serve.DistributionException;
import io.sealer.share.serve.ErrorCode;
import io.sealer.share.serve.PushTarget;
import io.sealer.share.serve.Repository;
import io.sealer.share.serve.UploadRange;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * Blobs on their way in. All that matters is on disk, so that an upload outlives the process;
 * memory only saves hashing twice.
 */
final class Uploads {
  private static final int PIECE = 64 << 10;

  private final DataLayout layout;
  private final UploadHashes hashes = new UploadHashes();
  private final Turns turns = new Turns();

  Uploads(DataLayout layout) {
    this.layout = layout;
  }

  String begin(Repository repository) throws IOException {
    String id = UUID.randomUUID().toString();
    Path directory = layout.uploads().resolve(id);
    try {
      Files.createDirectory(directory);
      Files.createFile(directory.resolve("data"));
      Files.writeString(directory.resolve("repository"), repository.path());
    } catch (IOException e) {
      throw DiskErrors.explain(e, directory);
    }
    return id;
  }

  OptionalLong received(Repository repository, String id) throws IOException {
    try {
      String owner = Files.readString(layout.uploads().resolve(id).resolve("repository"));
      return owner.equals(repository.path())
          ? OptionalLong.of(Files.size(data(id)))
          : OptionalLong.empty();
    } catch (NoSuchFileException none) {
      return OptionalLong.empty();
    }
  }

  private Path data(String id) {
    return layout.uploads().resolve(id).resolve("data");
  }

  long append(Repository repository, String id, PushTarget.Body body) throws IOException {
    try (Turns.Turn _ = turns.take(id, body.cutOff())) {
      return receive(repository, id, body);
    }
  }

  private long receive(Repository repository, String id, PushTarget.Body body) throws IOException {
    long size = received(repository, id).orElseThrow(() -> unknown(id));
    if (body.range().isPresent() && body.range().get().first() != size) {
      throw ErrorCode.BLOB_UPLOAD_OUT_OF_ORDER.because(
          "the chunk starts at %d, but the upload is at %d"
              .formatted(body.range().get().first(), size));
    }
    try (FileChannel out = FileChannel.open(data(id), StandardOpenOption.WRITE)) {
      long most = body.range().map(UploadRange::length).orElse(Long.MAX_VALUE);
      long end = copy(id, body.in(), out.position(size), most);
      if (body.range().isPresent() && end - size != most) {
        out.truncate(size);
        hashes.take(id); // of what is there no more
        throw ErrorCode.SIZE_INVALID.because(
            "the chunk has not the %d bytes that Content-Range says".formatted(most));
      }
      return end;
    }
  }

  private static DistributionException unknown(String id) {
    return ErrorCode.BLOB_UPLOAD_UNKNOWN.because("no upload " + id);
  }

  /** Ends early when there is more than there may be. */
  private long copy(String id, InputStream in, FileChannel out, long most) throws IOException {
    long start = out.position();
    UploadHashes.Running hash = hashes.take(id);
    boolean together = hash.position == out.position();
    byte[] piece = new byte[PIECE];
    try {
      for (int n = fill(in, piece); n > 0 && out.position() - start <= most; n = fill(in, piece)) {
        write(out, piece, n);
        if (together) {
          hash.hash.update(piece, 0, n);
          hash.position += n;
        }
      }
      return out.position();
    } finally {
      hashes.keep(id, hash); // of exactly what was written
    }
  }

  /** Reads until the piece is full or the stream ends; what came before a failure is given out. */
  private static int fill(InputStream in, byte[] piece) throws IOException {
    int filled = 0;
    while (filled < piece.length) {
      int n;
      try {
        n = in.read(piece, filled, piece.length - filled);
      } catch (IOException e) {
        if (filled > 0) {
          return filled; // the next read fails again
        }
        throw e;
      }
      if (n < 0) {
        return filled;
      }
      filled += n;
    }
    return filled;
  }

  private void write(FileChannel out, byte[] piece, int length) throws IOException {
    try {
      var bytes = ByteBuffer.wrap(piece, 0, length);
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
    } catch (IOException e) {
      throw DiskErrors.explain(e, layout.uploads());
    }
  }

  /** Given the finished file, moves it away. */
  interface Publisher {
    void publish(Path file, long size) throws IOException;
  }

  /** Adds the last bytes, verifies, and hands the file on; the upload is gone afterwards. */
  void finish(
      Repository repository, String id, PushTarget.Body body, Digest digest, Publisher publisher)
      throws IOException {
    try (Turns.Turn _ = turns.take(id, body.cutOff())) {
      long size = receive(repository, id, body);
      Digest found = hash(id, digest);
      if (!found.equals(digest)) {
        remove(id);
        throw ErrorCode.DIGEST_INVALID.because(
            "what was sent has the digest " + found + ", not " + digest);
      }
      publisher.publish(data(id), size);
      remove(id);
    }
  }

  private Digest hash(String id, Digest wanted) throws IOException {
    UploadHashes.Running known = hashes.take(id);
    boolean helps = wanted.algorithm().equals("sha256");
    var hash = helps ? known.hash : wanted.newHash();
    try (FileChannel in = FileChannel.open(data(id), StandardOpenOption.READ)) {
      in.position(helps ? known.position : 0);
      if (in.position() < in.size()) {
        var piece = ByteBuffer.allocate(PIECE);
        while (in.read(piece) >= 0) {
          hash.update(piece.flip());
          piece.clear();
        }
      }
    }
    return Digest.ofHash(hash.digest());
  }

  boolean cancel(Repository repository, String id) throws IOException {
    if (received(repository, id).isEmpty()) {
      return false;
    }
    try (Turns.Turn _ = turns.take(id, () -> {})) {
      hashes.take(id);
      remove(id);
    }
    return true;
  }

  private void remove(String id) throws IOException {
    Path directory = layout.uploads().resolve(id);
    Files.deleteIfExists(directory.resolve("repository"));
    Files.deleteIfExists(directory.resolve("data"));
    Files.deleteIfExists(directory);
  }
}
