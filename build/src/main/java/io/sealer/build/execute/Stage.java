package io.sealer.build.execute;

import io.sealer.build.kubefile.Instruction;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.ImageConfig.History;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.image.Application;
import io.sealer.oci.image.Extension.Launch;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.image.ImageType;
import io.sealer.oci.layer.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the instructions of one stage have made so far. Not thread-safe. */
public final class Stage {
  private final Platform platform;

  /** Build arguments declared by ARG, and those that are always there. */
  final Map<String, String> arguments = new LinkedHashMap<>();

  /** Build arguments declared before the first FROM; a stage's ARG takes their values. */
  final Map<String, String> globals = new LinkedHashMap<>();

  final Map<String, String> env = new LinkedHashMap<>();
  final Map<String, String> labels = new LinkedHashMap<>();
  final Map<String, Application> apps = new LinkedHashMap<>();

  /** Applications that this stage has brought itself. */
  final Map<String, Instruction.App> declared = new LinkedHashMap<>();

  final List<Layer> layers = new ArrayList<>();
  final List<History> history = new ArrayList<>();
  final List<ImageLock.Entry> lock = new ArrayList<>();
  final List<Descriptor> workloads = new ArrayList<>();
  final List<String> cmds = new ArrayList<>();
  final List<String> launched = new ArrayList<>();
  Optional<ImageType> baseType = Optional.empty();
  Optional<Parent> parent = Optional.empty();
  Digest key = new Key().digest();

  Stage(Platform platform) {
    this.platform = platform;
  }

  /** A stage that begins with what this one has made; like a base image's, its LAUNCH stays out. */
  Stage child() {
    var child = new Stage(platform);
    child.env.putAll(env);
    child.labels.putAll(labels);
    child.labels.remove(StageBuilder.KUBE_VERSION_LABEL);
    child.apps.putAll(apps);
    child.declared.putAll(declared);
    child.layers.addAll(layers);
    child.history.addAll(history);
    child.lock.addAll(lock);
    child.workloads.addAll(workloads);
    child.baseType = baseType;
    child.parent = parent;
    child.key = key;
    return child;
  }

  /**
   * The image that FROM named.
   *
   * @param manifest of its files for this platform
   */
  public record Parent(Reference name, Digest manifest) {}

  public Platform platform() {
    return platform;
  }

  /** The layers, lowest first. */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  public Map<String, String> env() {
    return env;
  }

  public Map<String, String> labels() {
    return labels;
  }

  public List<Application> apps() {
    return List.copyOf(apps.values());
  }

  public List<History> history() {
    return List.copyOf(history);
  }

  /** Names and digests that the base image brings. */
  public List<ImageLock.Entry> inheritedLock() {
    return List.copyOf(lock);
  }

  /** Manifests of workload images that the base image brings. */
  public List<Descriptor> inheritedWorkloads() {
    return List.copyOf(workloads);
  }

  /** What the base image does, if there is one. */
  public Optional<ImageType> baseType() {
    return baseType;
  }

  /** The base image, if there is one. */
  public Optional<Parent> parent() {
    return parent;
  }

  public Launch launch() {
    return new Launch(launched, cmds);
  }

  /** What variables in instructions stand for: ENV wins over ARG. */
  Map<String, String> variables() {
    var variables = new LinkedHashMap<>(arguments);
    variables.putAll(env);
    return variables;
  }
}
