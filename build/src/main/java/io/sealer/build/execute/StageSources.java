package io.sealer.build.execute;

import io.sealer.build.context.BuildContext;
import io.sealer.build.context.Entry;
import io.sealer.build.context.FileTree;
import io.sealer.build.context.SourceException;
import io.sealer.build.job.BuildException;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Sources of COPY, ADD and APP: files of the context, of other images, and remote files that are
 * fetched once.
 */
final class StageSources implements StageBuilder.Sources {
  /** Finds the files of another stage or image. */
  @FunctionalInterface
  interface Trees {
    BuildContext find(String stageOrImage) throws IOException, BuildException;
  }

  private final BuildContext context;
  private final Trees trees;
  private final Path downloads;

  StageSources(BuildContext context, Trees trees, Path downloads) {
    this.context = context;
    this.trees = trees;
    this.downloads = downloads;
  }

  @Override
  public BuildContext tree(String stageOrImage) throws IOException, BuildException {
    return trees.find(stageOrImage);
  }

  @Override
  public Map<String, Entry> fromContext(
      List<String> sources, String target, Optional<String> checksum, boolean unpacks)
      throws IOException, BuildException, SourceException {
    if (!unpacks) {
      return Placement.of(context, sources, target);
    }
    var placed = new TreeMap<String, Entry>();
    var local = new ArrayList<String>();
    for (String source : sources) {
      if (isRemote(source)) {
        Entry file = fetch(source, checksum.map(Digest::parse));
        String path =
            target.endsWith("/") || target.equals(".")
                ? join(target, file.path())
                : join("", target);
        placed.put(path, file.as(path));
      } else if (source.matches(".*\\.(tar|tar\\.gz|tgz|tar\\.zst)")) {
        throw new SourceException(
            "ADD does not unpack archives yet: '" + source + "'",
            "unpack it before the build, or in a RUN with tar");
      } else {
        local.add(source);
      }
    }
    if (!local.isEmpty()) {
      placed.putAll(Placement.of(context, local, target));
    }
    return placed;
  }

  @Override
  public Map<String, Entry> forApp(List<String> sources, String target)
      throws IOException, BuildException, SourceException {
    var placed = new TreeMap<String, Entry>();
    for (String source : sources) {
      if (isRemote(source)) {
        Entry file = fetch(source, Optional.empty());
        placed.put(join(target, file.path()), file.as(join(target, file.path())));
      } else {
        placed.putAll(
            Placement.of(context, List.of(source.substring("local://".length())), target));
      }
    }
    return placed;
  }

  private Entry fetch(String address, Optional<Digest> checksum)
      throws IOException, SourceException {
    Path file = new Download(downloads).fetch(address, checksum);
    String path = address.replaceFirst("[?#].*", "");
    return FileTree.entry(path.substring(path.lastIndexOf('/') + 1), file);
  }

  private static boolean isRemote(String source) {
    return source.startsWith("http://") || source.startsWith("https://");
  }

  private static String join(String directory, String name) {
    String clean = directory.replaceFirst("^(\\./|/)+", "").replaceFirst("/+$", "");
    return clean.isEmpty() || clean.equals(".")
        ? name
        : name.isEmpty() ? clean : clean + "/" + name;
  }
}
