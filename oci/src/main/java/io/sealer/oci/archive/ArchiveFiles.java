package io.sealer.oci.archive;

import com.github.luben.zstd.ZstdIOException;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipException;

/** One pass over an archive: large files go to the store, small ones that say what is what stay. */
final class ArchiveFiles {
  private static final Set<String> DOCUMENTS = Set.of("index.json", "manifest.json", "oci-layout");
  private static final String BLOBS = "blobs/sha256/";
  private static final int MOST_FILES = 200_000;
  private static final int MOST_LINKS = 16;
  static final String METADATA = "Metadata";
  private static final int LONGEST_NAME = 4096;
  private static final int BLOCK = 512;
  private static final String HOSTILE = "the archive is damaged or hostile; do not use it";

  private final ContentStore store;
  private final Progress progress;
  private final Map<String, byte[]> documents = new HashMap<>();
  private final Map<String, Descriptor> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();
  private final Map<String, Long> places = new LinkedHashMap<>();
  private final Members members;

  ArchiveFiles(ContentStore store, Members members, Progress progress) {
    this.store = store;
    this.members = members;
    this.progress = progress;
  }

  void readAll(InputStream in) throws IOException {
    var tar = new TarReader(in);
    String at = "archive, at the start";
    try {
      for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        at = place(entry.get().name(), tar.offset() - BLOCK);
        add(entry.get(), tar);
      }
      at = "archive, after its last entry";
      in.transferTo(OutputStream.nullOutputStream());
    } catch (OciException e) {
      throw new OciException(at + ": " + e.getMessage(), e.hint(), e);
    } catch (ZipException | EOFException | ZstdIOException e) {
      throw new OciException(
          at + ": the packed file is damaged or cut off: " + e.getMessage(),
          "copy or make it again",
          e);
    }
  }

  private static String place(String name, long offset) {
    return "archive, entry '" + name + "' at byte " + offset;
  }

  /** Where an entry stands, for messages. */
  String place(String name) {
    return place(name, places.getOrDefault(name, 0L));
  }

  private void add(TarEntry entry, TarReader tar) throws IOException {
    String name = normal(entry.name());
    if (entry.type() != TarEntry.Type.DIRECTORY) {
      once(name, tar.offset() - BLOCK);
    }
    switch (entry.type()) {
      case FILE -> file(name, entry, tar);
      case SYMLINK -> link(name, directory(name) + entry.link(), entry);
      case HARD_LINK -> link(name, entry.link(), entry);
      case DIRECTORY -> {} // says nothing
      case CHAR_DEVICE, BLOCK_DEVICE, FIFO ->
          throw new OciException("it is a device", "this is no archive of images");
    }
  }

  private void once(String name, long offset) throws OciException {
    if (places.size() >= MOST_FILES) {
      throw new OciException("more than " + MOST_FILES + " files", "this is no archive of images");
    }
    Long earlier = places.putIfAbsent(name, offset);
    if (earlier != null) {
      throw new OciException(
          "this name is there already, at byte " + earlier,
          "the archive is damaged or hostile; make it again");
    }
  }

  /** Layers of docker-archives may be links to each other; blobs may not. */
  private void link(String name, String target, TarEntry entry) throws OciException {
    if (name.startsWith("blobs/") || DOCUMENTS.contains(name) || entry.link().startsWith("/")) {
      throw new OciException("it is a link to '" + entry.link() + "'", HOSTILE);
    }
    links.put(name, normal(target));
  }

  private void file(String name, TarEntry entry, TarReader tar) throws IOException {
    if (members.take(name, entry.size(), tar.content())) {
      return;
    }
    if (DOCUMENTS.contains(name)) {
      documents.put(name, document(entry, tar));
    } else if (isMetadata(name) && entry.size() <= LONGEST_NAME) {
      documents.put(METADATA, document(entry, tar));
    } else if (name.startsWith(BLOBS)) {
      files.put(name, blob(name, entry, tar));
    } else if (!name.startsWith("blobs/")) {
      files.put(name, unknown(name, entry, tar));
    }
  }

  /** In whatever folder the Go sealer's temporary files were. */
  private static boolean isMetadata(String name) {
    return name.equals(METADATA) || name.endsWith("/" + METADATA);
  }

  private static byte[] document(TarEntry entry, TarReader tar) throws IOException {
    if (entry.size() > OciJson.LIMIT) {
      throw new OciException(
          "it has " + entry.size() + " bytes, more than " + OciJson.LIMIT,
          "this is no archive of images");
    }
    return tar.content().readAllBytes();
  }

  /** A file whose name says its digest. */
  private Descriptor blob(String name, TarEntry entry, TarReader tar) throws IOException {
    Descriptor descriptor = Descriptor.of("", digest(name), entry.size());
    String what = descriptor.digest().abbreviated();
    progress.started(what, entry.size());
    var content = new ProgressStream(tar, progress, what);
    store.put(descriptor, () -> content);
    progress.done(what, !content.wasRead());
    tar.content().transferTo(OutputStream.nullOutputStream()); // a cut is told at this entry
    return descriptor;
  }

  private static Digest digest(String name) throws OciException {
    try {
      return new Digest(name.substring(BLOBS.length()));
    } catch (IllegalArgumentException e) {
      throw new OciException(
          String.valueOf(e.getMessage()), "the archive is damaged; make it again", e);
    }
  }

  /** A file of a docker-archive: what it is, the manifest at the end says. */
  private Descriptor unknown(String name, TarEntry entry, TarReader tar) throws IOException {
    progress.started(name, entry.size());
    try (ContentStore.Ingest out = store.ingest()) {
      var content = new ProgressStream(tar, progress, name);
      byte[] start = content.readNBytes(4);
      out.write(start);
      content.transferTo(out);
      Descriptor descriptor = out.commit(Compression.detect(start).mediaType());
      progress.done(name, false);
      return descriptor;
    }
  }

  Optional<byte[]> document(String name) {
    return Optional.ofNullable(documents.get(name));
  }

  /** The file of this name, also when it is a link to one. */
  Descriptor find(String name) throws OciException {
    String at = tolerant(name);
    for (int i = 0; i < MOST_LINKS && links.containsKey(at); i++) {
      at = links.getOrDefault(at, at);
    }
    Descriptor file = files.get(at);
    if (file == null) {
      throw new OciException(
          "archive: '" + name + "' is missing", "the archive is incomplete; make it again");
    }
    return file;
  }

  private static String tolerant(String name) {
    try {
      return normal(name);
    } catch (OciException e) {
      return name; // which no entry can have
    }
  }

  private static String directory(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  /** Only a key of maps: no file is ever made under this name. */
  private static String normal(String name) throws OciException {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : List.of(name.split("/", -1))) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          throw new OciException("'" + name + "' leads out of the archive", HOSTILE);
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", new ArrayList<>(parts));
  }

  /** Names of the files at the top whose content is in the store and that end so. */
  List<String> ending(String suffix) {
    return files.keySet().stream().filter(name -> name.endsWith(suffix)).sorted().toList();
  }
}
