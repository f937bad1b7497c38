package io.sealer.build.context;

import io.sealer.oci.Digest;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Digests of files' content, remembered by path, size, time and inode, so that an unchanged context
 * is not read again. A file changed in the last two seconds is not remembered: it could change once
 * more within the clock's grain. Thread-safe.
 */
public final class FileDigests implements AutoCloseable {
  private static final long GRAIN_NANOS = 2_000_000_000L;

  private record Known(long size, long modified, long inode, String hex) {}

  private final Path file;
  private final Map<String, Known> known = new ConcurrentHashMap<>();
  private volatile boolean changed;

  private FileDigests(Path file) {
    this.file = file;
  }

  /**
   * Opens what an earlier build remembered for this context; an unreadable file only costs time.
   */
  public static FileDigests open(Path directory, Path context) throws IOException {
    Files.createDirectories(directory);
    var digests =
        new FileDigests(
            directory.resolve(
                Digest.of(context.toString().getBytes(StandardCharsets.UTF_8)).abbreviated()));
    try {
      if (Files.isReadable(digests.file)) {
        Files.readAllLines(digests.file).forEach(digests::remember);
      }
    } catch (CharacterCodingException e) {
      digests.known.clear();
    }
    return digests;
  }

  private void remember(String line) {
    String[] parts = line.split("\t", 5);
    if (parts.length < 5) {
      return;
    }
    try {
      known.put(
          parts[4],
          new Known(
              Long.parseLong(parts[0]),
              Long.parseLong(parts[1]),
              Long.parseLong(parts[2]),
              parts[3]));
    } catch (NumberFormatException e) {
      // Damaged: the file is read again.
    }
  }

  /** The SHA-256 of a regular file's content, as hex. */
  public String of(Entry entry) throws IOException {
    String key = entry.file().toString();
    Known before = known.get(key);
    if (before != null
        && before.size == entry.size()
        && before.modified == entry.modified()
        && before.inode == entry.inode()) {
      return before.hex;
    }
    long start = System.currentTimeMillis() * 1_000_000;
    String hex = hash(entry.file());
    if (start - entry.modified() > GRAIN_NANOS && !key.contains("\n")) {
      known.put(key, new Known(entry.size(), entry.modified(), entry.inode(), hex));
      changed = true;
    }
    return hex;
  }

  private static String hash(Path file) throws IOException {
    MessageDigest sha = Digest.sha256();
    byte[] buffer = new byte[1 << 17];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
      }
    }
    return Digest.ofHash(sha.digest()).hex();
  }

  /** Keeps what was learned for the next build. */
  @Override
  public void close() throws IOException {
    if (!changed) {
      return;
    }
    Path part = Files.createTempFile(file.getParent(), "new-", ".part");
    try {
      write(part);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void write(Path part) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(part)) {
      for (var entry : known.entrySet()) {
        Known k = entry.getValue();
        out.write(
            k.size
                + "\t"
                + k.modified
                + "\t"
                + k.inode
                + "\t"
                + k.hex
                + "\t"
                + entry.getKey()
                + "\n");
      }
    }
  }
}
