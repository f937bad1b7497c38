package io.sealer.build;

import io.sealer.build.context.BuildContext;
import io.sealer.build.context.Entry;
import io.sealer.build.discovery.Discovery;
import io.sealer.build.discovery.Findings;
import io.sealer.build.discovery.ImageRules;
import io.sealer.build.execute.CopiedFiles;
import io.sealer.build.job.BuildException;
import io.sealer.build.kubefile.Kubefile;
import io.sealer.build.kubefile.KubefileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Finds the workload images that files need, without building and without a registry. Places are
 * told relative to the directory. What commands would make, other images hold and archives contain
 * is not looked at.
 */
public final class FindImages {
  private FindImages() {}

  /**
   * In what a Kubefile takes from its context, as its build would.
   *
   * @param buildArgs values for ARG
   * @throws KubefileException when the Kubefile cannot be understood
   * @throws BuildException when a source is not there
   */
  public static Findings inBuild(Path directory, Path kubefile, Map<String, String> buildArgs)
      throws IOException, KubefileException, BuildException {
    String name = String.valueOf(kubefile.getFileName());
    Kubefile parsed = Kubefile.parse(name, Files.readString(kubefile));
    BuildContext context = BuildContext.read(directory);
    var discovery = new Discovery(ImageRules.read(context.root()));
    for (Map.Entry<String, Entry> copied :
        CopiedFiles.of(parsed, name, context, buildArgs).entrySet()) {
      if (Discovery.isInteresting(copied.getKey())) {
        offer(discovery, copied.getKey(), copied.getValue(), context.root());
      }
    }
    return discovery.findings();
  }

  /** In every YAML and JSON file and every {@code imageList} below a directory. */
  public static Findings inDirectory(Path directory) throws IOException {
    BuildContext context = BuildContext.read(directory);
    var discovery = new Discovery(ImageRules.read(context.root()));
    for (Entry entry : context.all()) {
      offer(discovery, entry.path(), entry, context.root());
    }
    return discovery.findings();
  }

  private static void offer(Discovery discovery, String path, Entry entry, Path root)
      throws IOException {
    if (entry.kind() == Entry.Kind.FILE) {
      String shownAs = root.relativize(entry.file()).toString();
      discovery.offer(path, shownAs, () -> Files.newInputStream(entry.file()));
    }
  }

  /** In one file, which is read as its name says. */
  public static Findings inFile(Path file) throws IOException {
    var discovery = new Discovery();
    discovery.offer(file.toString(), file.toString(), () -> Files.newInputStream(file));
    return discovery.findings();
  }
}
