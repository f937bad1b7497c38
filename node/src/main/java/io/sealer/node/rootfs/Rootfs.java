package io.sealer.node.rootfs;

import io.sealer.node.rootfs.Trees.Directories;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.store.ContentSource;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A directory that has the files of a rootfs manifest and, on top, those of an overlay directory.
 * The directory {@code .sealer} inside of it remembers what was written: only that is removed when
 * an image no longer has it; files of others stay unless an image brings a file of that name. A
 * killed run is finished by the next one. Processes queue for the directory.
 */
public final class Rootfs {
  private static final String OWN = ".sealer";

  private final Path directory;
  private final Path own;
  private final Path stage;

  public Rootfs(Path directory) {
    this.directory = directory;
    this.own = directory.resolve(OWN);
    this.stage = own.resolve("new");
  }

  /** What the directory is to have. */
  private record Wish(Digest manifest, Overlay overlay) {
    boolean isDone(Marker marker) {
      return marker.complete()
          && marker.manifest().equals(Optional.of(manifest))
          && marker.overlay().equals(overlay.digest());
    }

    /** Whether nothing but the overlay has to be put on top once more. */
    boolean onlyOverlay(Marker marker) {
      return marker.complete()
          && marker.manifest().equals(Optional.of(manifest))
          && overlay.paths().containsAll(marker.overlayPaths());
    }
  }

  /**
   * Lets the directory have these files; false when it had them already.
   *
   * @param manifest a rootfs manifest in the store, with its configuration and layers
   * @throws io.sealer.oci.store.MissingContentException when the store lacks part of it
   * @throws io.sealer.oci.store.CorruptContentException when a layer is not what the configuration
   *     says; nothing is changed then
   */
  public boolean converge(ContentSource store, Digest manifest, Optional<Path> overlay)
      throws IOException {
    Files.createDirectories(
        own, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    try (FileChannel lock =
        FileChannel.open(
            own.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      lock.lock();
      var wish = new Wish(manifest, Overlay.of(overlay));
      Marker marker = Marker.read(own);
      if (wish.isDone(marker)) {
        return false;
      }
      apply(store, wish, marker);
      return true;
    }
  }

  private void apply(ContentSource store, Wish wish, Marker marker) throws IOException {
    Trees.remove(stage);
    Files.createDirectory(stage);
    boolean onlyOverlay = wish.onlyOverlay(marker);
    if (!onlyOverlay) {
      Layers.of(store, wish.manifest()).unpack(store, stage);
    }
    wish.overlay().copyTo(stage);
    var paths = new TreeSet<>(Trees.paths(stage));
    if (paths.contains(OWN)) {
      throw new OciException(
          wish.manifest() + " has a file " + OWN + ", which is ours", "build the image without it");
    }
    if (onlyOverlay) {
      paths.addAll(marker.paths());
    }
    var all = new TreeSet<>(marker.paths());
    all.addAll(paths);
    Marker.incomplete(all).write(own);
    Trees.merge(stage, directory, onlyOverlay ? Directories.KEEP : Directories.REPLACE);
    Trees.removeVanished(directory, marker.paths(), paths);
    Trees.remove(stage);
    Trees.sync(directory);
    new Marker(
            true,
            Optional.of(wish.manifest()),
            wish.overlay().digest(),
            paths,
            new TreeSet<>(wish.overlay().paths()))
        .write(own);
  }
}
