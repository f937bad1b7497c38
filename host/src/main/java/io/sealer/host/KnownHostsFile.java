package io.sealer.host;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and extends a file in OpenSSH's known_hosts format (sshd(8), "SSH_KNOWN_HOSTS FILE
 * FORMAT"). Several processes may extend one file at a time.
 */
final class KnownHostsFile {
  private final Path file;

  KnownHostsFile(Path file) {
    this.file = file;
  }

  Path file() {
    return file;
  }

  /** The lines that speak of this host, in the file's order. */
  List<KnownHostLine> of(String host) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    var found = new ArrayList<KnownHostLine>();
    int number = 0;
    for (String text : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1)) {
      number++;
      KnownHostLine.about(host, text, number).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /** Writes a host down. */
  void add(String host, HostKeyText key) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && !Files.isDirectory(parent)) {
      Files.createDirectories(
          parent,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    try (FileChannel channel = open();
        FileLock lock = channel.lock()) {
      assert lock.isValid();
      String line = host + " " + key.type() + " " + key.base64() + "\n";
      String text = endsInsideLine(channel) ? "\n" + line : line;
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      long at = channel.size();
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    }
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(
        file,
        java.util.Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  private static boolean endsInsideLine(FileChannel channel) throws IOException {
    ByteBuffer last = ByteBuffer.allocate(1);
    long size = channel.size();
    return size > 0 && channel.read(last, size - 1) == 1 && last.get(0) != '\n';
  }
}
