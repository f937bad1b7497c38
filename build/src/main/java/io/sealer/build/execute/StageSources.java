package io.sealer.build.execute;

import io.sealer.build.context.BuildContext;
import io.sealer.build.context.Entry;
import io.sealer.build.context.FileDigests;
import io.sealer.build.context.FileTree;
import io.sealer.build.context.SourceException;
import io.sealer.build.job.BuildException;
import io.sealer.build.kubefile.Instruction;
import io.sealer.build.kubefile.Variables;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sources of COPY, ADD and APP: files of the context, archives that are unpacked, here-documents,
 * files of other images, and remote files.
 */
final class StageSources implements StageBuilder.Sources {
  private static final String LOCAL = "local://";

  /** Those of documents are replaced already. */
  private static final Variables NO_VARIABLES = new Variables(Map.of(), '\\');

  /** Finds the files of another stage or image. */
  @FunctionalInterface
  interface Trees {
    BuildContext find(String stageOrImage) throws IOException, BuildException;
  }

  private final BuildContext context;
  private final Trees trees;
  private final Archives archives;
  private final HereDocuments documents;
  private final Path downloads;

  /** Sources; what is fetched and unpacked lies below the work directory. */
  StageSources(BuildContext context, Trees trees, FileDigests digests, Path work) {
    this.context = context;
    this.trees = trees;
    this.archives = new Archives(work.resolve("unpacked"), digests);
    this.downloads = work.resolve("downloads");
    this.documents = new HereDocuments(downloads);
  }

  @Override
  public Map<String, Entry> of(StageBuilder.Wanted wanted)
      throws IOException, BuildException, SourceException {
    if (wanted.from().isPresent()) {
      BuildContext tree = trees.find(wanted.from().get());
      return Placement.of(tree, wanted.sources(), wanted.target(), wanted.lower());
    }
    var placed = new TreeMap<String, Entry>();
    var local = new ArrayList<String>();
    for (String source : wanted.sources()) {
      if (isRemote(source)) {
        put(placed, fetch(source, wanted.checksum()), wanted);
      } else if (!wanted.unpacks()) {
        local.add(source);
      } else {
        for (Entry entry : context.match(source)) {
          unpackOrPlace(entry, wanted, placed);
        }
      }
    }
    if (!local.isEmpty()) {
      placed.putAll(Placement.of(context, local, wanted.target(), wanted.lower()));
    }
    for (Instruction.Copy.Document document : wanted.documents()) {
      put(placed, documents.file(document, NO_VARIABLES), wanted);
    }
    return placed;
  }

  /** Several sources need a directory; one file may also be given its name. */
  private static void put(Map<String, Entry> placed, Entry file, StageBuilder.Wanted wanted)
      throws SourceException {
    String target = wanted.several() ? wanted.target() + "/" : wanted.target();
    String path = Placement.of(file.path(), target, wanted.lower());
    placed.put(path, file.as(path));
  }

  private void unpackOrPlace(Entry entry, StageBuilder.Wanted wanted, Map<String, Entry> placed)
      throws IOException, SourceException {
    Optional<Path> unpacked = archives.unpacked(entry);
    if (unpacked.isPresent()) {
      BuildContext tree = BuildContext.ofTree(unpacked.get());
      placed.putAll(Placement.of(tree, List.of("."), wanted.target(), wanted.lower()));
    } else if (entry.kind() == Entry.Kind.DIRECTORY) {
      placed.putAll(
          Placement.of(context, List.of(literal(entry)), wanted.target(), wanted.lower()));
    } else {
      put(placed, entry, wanted);
    }
  }

  /** A path that is no pattern, even when its name has the characters of one. */
  private static String literal(Entry entry) {
    return entry.path().isEmpty() ? "." : entry.path().replaceAll("[*?\\[\\\\]", "\\\\$0");
  }

  @Override
  public Map<String, Entry> forApp(List<String> sources, String target)
      throws IOException, BuildException, SourceException {
    var placed = new TreeMap<String, Entry>();
    for (String source : sources) {
      if (isRemote(source)) {
        Entry file = fetch(source, Optional.empty());
        String path = Placement.of(file.path(), target, Lower.NOTHING);
        placed.put(path, file.as(path));
      } else {
        placed.putAll(Placement.of(context, List.of(source.substring(LOCAL.length())), target));
      }
    }
    return placed;
  }

  private Entry fetch(String address, Optional<String> checksum)
      throws IOException, SourceException {
    Path file = new Download(downloads).fetch(address, checksum.map(Digest::parse));
    String path = address.replaceFirst("[?#].*", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (name.isEmpty() || path.matches("https?://[^/]*")) {
      throw new SourceException(
          address + " does not end with the name of a file", "write the address of one file");
    }
    return FileTree.entry(name, file);
  }

  private static boolean isRemote(String source) {
    return source.startsWith("http://") || source.startsWith("https://");
  }
}
