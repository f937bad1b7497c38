package io.sealer.run.clusterfile;

import io.sealer.oci.text.Nearest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads Clusterfiles: YAML documents of kinds Cluster, Config, Plugin, Application and those of
 * kubeadm. Strict: an unknown kind, version or field is an error, and all errors are told at once.
 */
public final class ClusterfileReader {
  private static final LoadSettings SETTINGS = LoadSettings.builder().build();
  private static final Set<String> OURS = Set.of("Cluster", "Config", "Plugin", "Application");

  private final Problems problems = new Problems();
  private final List<Cluster> clusters = new ArrayList<>();
  private final List<ConfigObject> configs = new ArrayList<>();
  private final List<PluginObject> plugins = new ArrayList<>();
  private final List<ApplicationObject> applications = new ArrayList<>();
  private final List<KubeadmDocument> kubeadm = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private ClusterfileReader() {}

  /** Reads a file. */
  public static Clusterfile read(Path file) throws IOException, ClusterfileException {
    return read(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
  }

  /**
   * Reads text.
   *
   * @param file what messages call it
   */
  public static Clusterfile read(String file, String text) throws ClusterfileException {
    var reader = new ClusterfileReader();
    try {
      var parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, text));
      new Composer(SETTINGS, parser).forEachRemaining(reader::document);
    } catch (MarkedYamlEngineException e) {
      throw new ClusterfileException(file, List.of(syntax(e)));
    } catch (YamlEngineException e) {
      throw new ClusterfileException(
          file, List.of(new Problem(1, 1, "not YAML: " + e.getMessage())));
    }
    return reader.result(file);
  }

  private static Problem syntax(MarkedYamlEngineException e) {
    Optional<Mark> mark = e.getProblemMark();
    return new Problem(
        mark.map(Mark::getLine).orElse(0) + 1,
        mark.map(Mark::getColumn).orElse(0) + 1,
        "not YAML: " + e.getProblem());
  }

  private Clusterfile result(String file) throws ClusterfileException {
    if (problems.none() && clusters.isEmpty()) {
      throw new ClusterfileException(
          file, List.of(new Problem(1, 1, "no document of kind Cluster")));
    }
    if (!problems.none()) {
      throw new ClusterfileException(file, problems.all());
    }
    return new Clusterfile(
        clusters.getFirst(),
        configs,
        plugins,
        applications.stream().findFirst(),
        kubeadm,
        warnings);
  }

  private void document(Node document) {
    if (document.getTag().equals(Tag.NULL)) {
      return;
    }
    if (!(document instanceof MappingNode mapping)) {
      problems.at(document, "a document must be a mapping with apiVersion and kind");
      return;
    }
    var fields = new Fields(mapping, "", problems);
    String kind = fields.text("kind").orElse("");
    String version = fields.text("apiVersion").orElse("");
    switch (kind) {
      case "Cluster" -> cluster(fields, version);
      case "Config" -> ObjectReader.config(fields).ifPresent(configs::add);
      case "Plugin" -> ObjectReader.plugin(fields).ifPresent(plugins::add);
      case "Application" -> once(fields, applications, ObjectReader.application(fields));
      case "" -> fields.require("kind");
      default -> other(fields, kind, version);
    }
  }

  private void cluster(Fields fields, String version) {
    switch (version) {
      case "sealer.io/v2", "sealer.cloud/v2" ->
          once(fields, clusters, ClusterReader.cluster(fields));
      case "sealer.aliyun.com/v1alpha1", "zlink.aliyun.com/v1alpha1", "sealer.cloud/v1" ->
          old(fields, version);
      case "" -> fields.require("apiVersion");
      default -> fields.value("apiVersion").ifPresent(n -> problems.at(n, unknownVersion(version)));
    }
  }

  private void old(Fields fields, String version) {
    once(fields, clusters, OldClusterReader.cluster(fields));
    warnings.add(
        "apiVersion %s is read as sealer.io/v2: masters and nodes as spec.hosts, certSANS as env CertSANs, network as env PodCIDR and SvcCIDR"
            .formatted(version));
  }

  private static String unknownVersion(String version) {
    return "Cluster of apiVersion '%s' is not known; this is sealer.io/v2".formatted(version);
  }

  private <T> void once(Fields fields, List<T> into, T value) {
    if (!into.isEmpty()) {
      problems.at(fields.node(), "a second document of this kind");
    }
    into.add(value);
  }

  private void other(Fields fields, String kind, String version) {
    if (KubeadmDocument.KINDS.contains(kind)) {
      if (version.isEmpty()) {
        fields.require("apiVersion");
      }
      kubeadm.add(new KubeadmDocument(version, kind, PlainYaml.map(fields.node(), problems)));
      return;
    }
    var known = new TreeSet<>(KubeadmDocument.KINDS);
    known.addAll(OURS);
    fields
        .value("kind")
        .ifPresent(n -> problems.at(n, "unknown kind '" + kind + "'" + Nearest.hint(kind, known)));
  }
}
