package io.sealer.oci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Index;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.ContentStore;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the Go sealer saves of a manifest list: {@code Metadata} with the list's name, and one
 * archive for each platform. The list itself is not in the file; it is made here, always the same
 * for the same archives.
 */
final class MultiArchArchive {
  private static final String SUFFIX = ".tar";

  private MultiArchArchive() {}

  static boolean is(ArchiveFiles files) {
    return files.document(ArchiveFiles.METADATA).isPresent() && !files.ending(SUFFIX).isEmpty();
  }

  static List<Entry> images(ArchiveFiles files, ContentStore store, Progress progress)
      throws IOException {
    Reference name = name(files.document(ArchiveFiles.METADATA).orElseThrow());
    var members = new ArrayList<Descriptor>();
    for (String file : files.ending(SUFFIX)) {
      members.addAll(members(file, files.find(file), store, progress));
    }
    Descriptor index = store.put(MediaTypes.INDEX, OciJson.write(Index.of(members, Map.of())));
    return List.of(new Entry(Optional.of(name), name.toString(), index));
  }

  private static List<Descriptor> members(
      String file, Descriptor content, ContentStore store, Progress progress) throws IOException {
    try (InputStream in = new BufferedInputStream(store.open(content.digest()), 1 << 17)) {
      var members = new ArrayList<Descriptor>();
      for (Entry entry : ImageArchive.entries(in, store, Members.NONE, progress, false)) {
        members.add(withPlatform(entry.descriptor(), store));
      }
      return members;
    } catch (OciException e) {
      throw new OciException("archive, in '" + file + "': " + e.getMessage(), e.hint(), e);
    }
  }

  private static Descriptor withPlatform(Descriptor image, ContentStore store) throws IOException {
    if (image.platform().isPresent() || !image.isManifest()) {
      return image;
    }
    Descriptor config = OciJson.readManifest(store.read(image)).config();
    return image.withPlatform(OciJson.readConfig(store.read(config)).platform());
  }

  private static Reference name(byte[] metadata) throws OciException {
    String name = new String(metadata, UTF_8).strip();
    try {
      return Reference.parse(name);
    } catch (IllegalArgumentException e) {
      throw new OciException(
          "archive: its file Metadata does not hold a name, but '" + name + "'",
          "the archive is damaged; make it again",
          e);
    }
  }
}
