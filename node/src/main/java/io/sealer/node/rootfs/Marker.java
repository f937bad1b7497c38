package io.sealer.node.rootfs;

import io.sealer.oci.Digest;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known of the directory.
 *
 * @param complete whether it has exactly what manifest and overlay say
 * @param paths everything of ours that may be there
 * @param overlayPaths those that came from the overlay
 */
record Marker(
    boolean complete,
    Optional<Digest> manifest,
    Optional<Digest> overlay,
    SortedSet<String> paths,
    SortedSet<String> overlayPaths) {
  private static final String FILE = "state.json";

  Marker {
    paths = Collections.unmodifiableSortedSet(new TreeSet<>(paths));
    overlayPaths = Collections.unmodifiableSortedSet(new TreeSet<>(overlayPaths));
  }

  /** On the way from one image to another. */
  static Marker incomplete(SortedSet<String> paths) {
    return new Marker(false, Optional.empty(), Optional.empty(), paths, new TreeSet<>());
  }

  /** Reads it; when there is none or it is damaged, nothing is known. */
  static Marker read(Path own) throws IOException {
    try {
      return read(JsonObject.parse(Files.readAllBytes(own.resolve(FILE)), FILE));
    } catch (NoSuchFileException | MalformedJsonException | IllegalArgumentException unknown) {
      return incomplete(new TreeSet<>());
    }
  }

  private static Marker read(JsonObject in) throws MalformedJsonException {
    return new Marker(
        in.flag("complete"),
        in.optionalText("manifest").map(Digest::parse),
        in.optionalText("overlay").map(Digest::parse),
        new TreeSet<>(in.texts("paths")),
        new TreeSet<>(in.texts("overlayPaths")));
  }

  void write(Path own) throws IOException {
    byte[] json =
        JsonOut.object(
            out ->
                out.flag("complete", complete)
                    .text("manifest", manifest.map(Digest::toString))
                    .text("overlay", overlay.map(Digest::toString))
                    .texts("paths", paths)
                    .texts("overlayPaths", overlayPaths));
    Path part = own.resolve(FILE + ".part");
    try (var out = new FileOutputStream(part.toFile())) {
      out.write(json);
      out.getFD().sync();
    }
    Files.move(part, own.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
  }
}
