package io.sealer.build.discovery;

import io.sealer.build.discovery.Candidate.Confidence;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Candidates in objects that no rule knows: fields called image, and ConfigMaps' values. */
final class Unruled {
  private static final int MAX_DEPTH = 40;

  /** Kubernetes' own groups; their kinds without a rule have no images. */
  private static final Pattern OWN = Pattern.compile("|apps|batch|extensions|policy|autoscaling");

  private static final Pattern OWN_DOMAIN =
      Pattern.compile(
          "(rbac\\.authorization|apps|networking|storage|apiextensions|"
              + "apiregistration|admissionregistration|scheduling|coordination|node|discovery|"
              + "events|authentication|authorization|certificates|flowcontrol\\.apiserver|kubeadm|"
              + "kubelet\\.config|kubeproxy\\.config|audit|apiserver)\\.k8s\\.io|"
              + "kustomize\\.config\\.k8s\\.io");

  private final PodSpec.Sink sink;
  private final Set<Node> seen = Collections.newSetFromMap(new IdentityHashMap<>());

  Unruled(PodSpec.Sink sink) {
    this.sink = sink;
  }

  /** Looks for candidates in an object of a kind without a rule. */
  void scan(Node object, String group, String kind) {
    if (group.isEmpty() && kind.equals("ConfigMap")) {
      YamlNodes.field(object, "data").ifPresent(data -> walk(data, Confidence.LOW, 0));
    } else if (!OWN.matcher(group).matches() && !OWN_DOMAIN.matcher(group).matches()) {
      YamlNodes.field(object, "spec").ifPresent(spec -> walk(spec, Confidence.MEDIUM, 0));
    }
  }

  private void walk(Node node, Confidence confidence, int depth) {
    if (depth > MAX_DEPTH || !seen.add(node)) {
      return;
    }
    if (node instanceof MappingNode mapping) {
      mapping.getValue().forEach(field -> field(field, confidence));
    }
    YamlNodes.children(node).forEach(child -> walk(child, confidence, depth + 1));
  }

  private void field(NodeTuple field, Confidence confidence) {
    if (field.getKeyNode() instanceof ScalarNode key
        && field.getValueNode() instanceof ScalarNode value
        && key.getValue().toLowerCase(Locale.ROOT).contains("image")
        && Guess.looksLikeImage(value.getValue())) {
      sink.candidate(value.getValue(), confidence, value);
    }
  }
}
