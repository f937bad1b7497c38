package io.sealer.run.state;

import io.sealer.host.Secret;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.Clusterfile;
import io.sealer.run.clusterfile.ClusterfileException;
import io.sealer.run.clusterfile.ClusterfileReader;
import io.sealer.run.clusterfile.ClusterfileWriter;
import io.sealer.run.clusterfile.RegistrySpec;
import io.sealer.run.engine.Inputs;
import io.sealer.run.engine.Json;
import io.sealer.run.pki.Authority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What is remembered of one cluster, in {@code SEALER_HOME/clusters/NAME}, for its owner only:
 * Clusterfile without secrets, image, journal, kubeconfig, the agents' authority, a copy of that of
 * the user's registry.
 *
 * @param directory where it lies
 */
public record ClusterHome(Path directory) {
  /** The file that makes a cluster known, in its directory and in its record. */
  public static final String CLUSTERFILE = "Clusterfile";

  private static final String IMAGE = "state.json";
  private static final String REVISION = "revision";

  /** Our copy of the file that {@code externalRegistry.ca} names: it may go, the cluster stays. */
  private static final String REGISTRY_AUTHORITY = "registry-ca.crt";

  /** A cluster's, below {@code SEALER_HOME}. */
  public static ClusterHome of(Path home, String cluster) {
    return new ClusterHome(clusters(home).resolve(cluster));
  }

  private static Path clusters(Path home) {
    return home.resolve("clusters");
  }

  /** Names of the clusters that are remembered, sorted. */
  public static List<String> names(Path home) throws IOException {
    if (!Files.isDirectory(clusters(home))) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(clusters(home))) {
      return entries
          .filter(entry -> Files.exists(entry.resolve(CLUSTERFILE)))
          .map(entry -> String.valueOf(entry.getFileName()))
          .sorted()
          .toList();
    }
  }

  /** Makes the directory, readable by its owner only. */
  public ClusterHome make() throws IOException {
    Files.createDirectories(directory.toAbsolutePath().getParent());
    if (!Files.exists(directory)) {
      Files.createDirectory(
          directory,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    return this;
  }

  public Path kubeconfig() {
    return directory.resolve("admin.conf");
  }

  public Path journal() {
    return directory.resolve("journal.jsonl");
  }

  /** The Clusterfile as it was last applied; empty when the cluster is unknown. */
  public Optional<Clusterfile> clusterfile() throws IOException {
    Path file = directory.resolve(CLUSTERFILE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(ClusterfileReader.read(file));
    } catch (ClusterfileException e) {
      throw new IOException("the saved Clusterfile is damaged: " + e.getMessage(), e);
    }
  }

  /** Remembers what is applied; secrets are left out. */
  public void save(Clusterfile clusterfile, RunningImage image) throws IOException {
    Optional<String> authority = registryAuthority(clusterfile);
    if (authority.isPresent()) {
      write(REGISTRY_AUTHORITY, authority.get());
    }
    Clusterfile saved = authority.isPresent() ? withOwnAuthority(clusterfile) : clusterfile;
    write(CLUSTERFILE, ClusterfileWriter.write(saved));
    write(IMAGE, text(image));
  }

  /** PEM text of who signed the external registry's certificate; empty when it is not here. */
  private static Optional<String> registryAuthority(Clusterfile file) throws IOException {
    Optional<Path> named =
        file.cluster()
            .registry()
            .external()
            .flatMap(RegistrySpec.External::authority)
            .filter(Files::isReadable);
    return named.isPresent() ? Optional.of(Files.readString(named.get())) : Optional.empty();
  }

  private Clusterfile withOwnAuthority(Clusterfile file) {
    Path own = directory.resolve(REGISTRY_AUTHORITY).toAbsolutePath();
    return file.withCluster(withAuthority(file.cluster(), Optional.of(own)));
  }

  private static Cluster withAuthority(Cluster cluster, Optional<Path> file) {
    return cluster.withRegistry(cluster.registry().withAuthority(file));
  }

  private static String text(RunningImage image) {
    var json = new LinkedHashMap<String, Object>();
    json.put("image", image.name());
    json.put("digest", image.digest());
    json.put("kubernetes", image.kubernetes());
    image.knownHosts().ifPresent(file -> json.put("knownHosts", file.toString()));
    json.put("apps", image.apps().stream().map(AppImage::json).toList());
    return Json.pretty(json);
  }

  /** The state that this machine knows; {@link Revision#NONE} when none was recorded yet. */
  public Revision revision() throws IOException {
    Path file = directory.resolve(REVISION);
    return Files.exists(file)
        ? Revision.parse(Files.readString(file)).orElse(Revision.NONE)
        : Revision.NONE;
  }

  /** Notes that masters have this revision now. */
  public void remember(Revision revision) throws IOException {
    write(REVISION, revision.toString());
  }

  /**
   * What other machines need when this is applied: no names of files and no secrets of this
   * machine, but the key of the agents' authority.
   */
  public ClusterRecord record(Clusterfile clusterfile, RunningImage image) throws IOException {
    Cluster cluster = clusterfile.cluster();
    Cluster anywhere =
        cluster
            .withSsh(cluster.ssh().anywhere())
            .withGroups(cluster.groups().stream().map(g -> g.withSsh(g.ssh().anywhere())).toList());
    Optional<String> authority = registryAuthority(clusterfile);
    if (authority.isPresent()) {
      anywhere = withAuthority(anywhere, Optional.empty());
    }
    var files = new LinkedHashMap<String, Secret>();
    files.put(CLUSTERFILE, Secret.of(ClusterfileWriter.write(clusterfile.withCluster(anywhere))));
    files.put(IMAGE, Secret.of(text(image.withKnownHosts(Optional.empty()))));
    for (String name : Authority.FILES) {
      files.put(name, Secret.of(Files.readString(directory.resolve(name))));
    }
    authority.ifPresent(pem -> files.put(REGISTRY_AUTHORITY, Secret.of(pem)));
    String digest =
        Inputs.of(files.values().stream().map(Secret::revealText).toArray(Object[]::new));
    return new ClusterRecord(cluster.name(), revision().after(digest), files);
  }

  /** Whether what is known here is another cluster, which only has the same name. */
  public boolean isAnother(ClusterRecord record) throws IOException {
    String name = Authority.FILES.getFirst();
    Path certificate = directory.resolve(name);
    return Files.exists(directory.resolve(CLUSTERFILE))
        && Files.exists(certificate)
        && !Files.readString(certificate).equals(content(record, name));
  }

  /** Knows from now on what another machine has recorded. */
  public void restore(ClusterRecord record) throws IOException {
    make();
    // The Clusterfile makes the cluster known, so it comes last.
    for (String name : Authority.FILES) {
      restore(record, name);
    }
    restore(record, IMAGE);
    if (record.files().containsKey(REGISTRY_AUTHORITY)) {
      restore(record, REGISTRY_AUTHORITY);
      write(CLUSTERFILE, ClusterfileWriter.write(withOwnAuthority(clusterfile(record))));
    } else {
      Files.deleteIfExists(directory.resolve(REGISTRY_AUTHORITY));
      restore(record, CLUSTERFILE);
    }
    remember(record.revision());
  }

  private void restore(ClusterRecord record, String name) throws IOException {
    write(name, content(record, name));
  }

  private static String content(ClusterRecord record, String name) throws IOException {
    Secret content = record.files().get(name);
    if (content == null) {
      throw new IOException("the record of cluster " + record.cluster() + " has no " + name);
    }
    return content.revealText();
  }

  private static Clusterfile clusterfile(ClusterRecord record) throws IOException {
    try {
      return ClusterfileReader.read("Clusterfile of the record", content(record, CLUSTERFILE));
    } catch (ClusterfileException e) {
      throw new IOException("the recorded Clusterfile is damaged: " + e.getMessage(), e);
    }
  }

  /** The image that was last applied. */
  public Optional<RunningImage> image() throws IOException {
    Path file = directory.resolve(IMAGE);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    JsonNode json = Json.parse(Files.readString(file));
    return Optional.of(
        new RunningImage(
            json.path("image").asString(""),
            json.path("digest").asString(""),
            json.path("kubernetes").asString(""),
            Optional.of(json.path("knownHosts").asString(""))
                .filter(known -> !known.isEmpty())
                .map(Path::of),
            json.path("apps").values().stream().map(AppImage::of).toList()));
  }

  private void write(String name, String content) throws IOException {
    Path part = Files.createTempFile(directory, ".new-", "");
    try {
      Files.writeString(part, content);
      Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Forgets the cluster. */
  public void remove() throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
