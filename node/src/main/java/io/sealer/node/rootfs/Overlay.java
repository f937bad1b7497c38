package io.sealer.node.rootfs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * Extra files, put on top of an image's.
 *
 * @param from their directory; empty when there are none
 * @param paths of everything in it, relative, parents first
 * @param digest of names, kinds, permissions and contents; empty when there is no directory
 */
record Overlay(Optional<Path> from, List<String> paths, Optional<Digest> digest) {
  static Overlay of(Optional<Path> from) throws IOException {
    if (from.isEmpty()) {
      return new Overlay(from, List.of(), Optional.empty());
    }
    Path directory = from.get();
    if (!Files.isDirectory(directory)) {
      throw new OciException("the overlay " + directory + " is no directory", "check --overlay");
    }
    List<String> paths = Trees.paths(directory);
    MessageDigest hash = Digest.sha256();
    for (String path : paths) {
      add(hash, directory.resolve(path), path);
    }
    return new Overlay(from, paths, Optional.of(Digest.ofHash(hash.digest())));
  }

  private static void add(MessageDigest hash, Path file, String path) throws IOException {
    Object mode = Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    hash.update((path + "\0" + mode + "\0").getBytes(UTF_8));
    if (Files.isSymbolicLink(file)) {
      hash.update(Files.readSymbolicLink(file).toString().getBytes(UTF_8));
    } else if (Files.isRegularFile(file)) {
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), hash)) {
        in.transferTo(OutputStream.nullOutputStream());
      }
    }
    hash.update((byte) 0);
  }

  /** Copies the files over those that are there. */
  void copyTo(Path root) throws IOException {
    for (String path : paths) {
      Path to = root.resolve(path);
      Path file = from.orElseThrow().resolve(path);
      if (Trees.isDirectory(file) && Trees.isDirectory(to)) {
        continue;
      }
      Trees.remove(to);
      Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
    }
  }
}
