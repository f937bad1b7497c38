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

  private final ContentStore store;
  private final Progress progress;
  private final Map<String, byte[]> documents = new HashMap<>();
  private final Map<String, Descriptor> files = new HashMap<>();
  private final Map<String, String> links = new HashMap<>();

  ArchiveFiles(ContentStore store, Progress progress) {
    this.store = store;
    this.progress = progress;
  }

  void readAll(InputStream in) throws IOException {
    var tar = new TarReader(in);
    String at = "the start";
    try {
      for (Optional<TarEntry> entry = tar.next(); entry.isPresent(); entry = tar.next()) {
        at = "'" + entry.get().name() + "'";
        add(entry.get(), tar);
      }
      in.transferTo(OutputStream.nullOutputStream());
    } catch (OciException e) {
      throw new OciException("archive, at " + at + ": " + e.getMessage(), e.hint(), e);
    } catch (ZipException | EOFException | ZstdIOException e) {
      throw new OciException(
          "archive, at " + at + ": the packed file is damaged or cut off: " + e.getMessage(),
          "copy or make it again",
          e);
    }
  }

  private void add(TarEntry entry, TarReader tar) throws IOException {
    if (files.size() + links.size() > MOST_FILES) {
      throw new OciException("more than " + MOST_FILES + " files", "this is no archive of images");
    }
    String name = normal(entry.name());
    switch (entry.type()) {
      case FILE -> file(name, entry, tar);
      case SYMLINK -> links.put(name, normal(directory(name) + entry.link()));
      case HARD_LINK -> links.put(name, normal(entry.link()));
      default -> {} // directories say nothing, and devices are never made
    }
  }

  private void file(String name, TarEntry entry, TarReader tar) throws IOException {
    if (DOCUMENTS.contains(name)) {
      documents.put(name, document(entry, tar));
    } else if (name.startsWith(BLOBS)) {
      files.put(name, blob(name, entry, tar));
    } else if (!name.startsWith("blobs/")) {
      files.put(name, unknown(name, entry, tar));
    }
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
    String at = normal(name);
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

  private static String directory(String name) {
    return name.substring(0, name.lastIndexOf('/') + 1);
  }

  /** Only a key of maps: no file is ever made under this name. */
  private static String normal(String name) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : List.of(name.split("/", -1))) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return String.join("/", new ArrayList<>(parts));
  }
}
