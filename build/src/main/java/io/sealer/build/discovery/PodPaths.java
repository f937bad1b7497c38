package io.sealer.build.discovery;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where image names stand in each kind of object. A path is made of field names; {@code *} goes
 * through every element of a list. Kinds that are not here have no images, whatever their text
 * says.
 */
final class PodPaths {
  private static final List<String> POD_SPEC =
      List.of(
          "containers.*.image",
          "initContainers.*.image",
          "ephemeralContainers.*.image",
          "volumes.*.image.reference");

  /**
   * Kind to where its pod specification lies. Kubernetes' own, by kind alone: their groups have
   * changed over the years.
   */
  private static final Map<String, String> POD_SPECS =
      Map.ofEntries(
          Map.entry("Pod", "spec."),
          Map.entry("PodTemplate", "template.spec."),
          Map.entry("Deployment", "spec.template.spec."),
          Map.entry("ReplicaSet", "spec.template.spec."),
          Map.entry("ReplicationController", "spec.template.spec."),
          Map.entry("StatefulSet", "spec.template.spec."),
          Map.entry("DaemonSet", "spec.template.spec."),
          Map.entry("Job", "spec.template.spec."),
          Map.entry("CronJob", "spec.jobTemplate.spec.template.spec."));

  private static final List<String> ARGO =
      List.of(
          "spec.templates.*.container.image",
          "spec.templates.*.script.image",
          "spec.templates.*.initContainers.*.image",
          "spec.templates.*.sidecars.*.image",
          "spec.templates.*.containerSet.containers.*.image");

  /** Group and kind of usual custom resources to further paths. */
  private static final Map<String, List<String>> CUSTOM =
      Map.of(
          "monitoring.coreos.com/Prometheus",
              List.of("spec.image", "spec.containers.*.image", "spec.initContainers.*.image"),
          "monitoring.coreos.com/Alertmanager",
              List.of("spec.image", "spec.containers.*.image", "spec.initContainers.*.image"),
          "monitoring.coreos.com/ThanosRuler",
              List.of("spec.image", "spec.containers.*.image", "spec.initContainers.*.image"),
          "argoproj.io/Workflow", ARGO,
          "argoproj.io/WorkflowTemplate", ARGO,
          "argoproj.io/Rollout", POD_SPEC.stream().map("spec.template.spec."::concat).toList());

  private PodPaths() {}

  /** The paths to image names in an object of this kind. */
  static List<String> of(String apiVersion, String kind) {
    String podSpec = POD_SPECS.get(kind);
    Stream<String> own = podSpec == null ? Stream.empty() : POD_SPEC.stream().map(podSpec::concat);
    String group = apiVersion.contains("/") ? apiVersion.substring(0, apiVersion.indexOf('/')) : "";
    return Stream.concat(own, CUSTOM.getOrDefault(group + "/" + kind, List.of()).stream()).toList();
  }
}
