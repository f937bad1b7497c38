package io.sealer.build.execute;

import io.sealer.build.context.Entry;
import io.sealer.oci.image.AppKind;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Tells by the files of an application what it is made of (sealer-reference, 2.3 "Type detection").
 */
final class AppKinds {
  private static final Set<String> YAML = Set.of("yaml", "yml");

  private AppKinds() {}

  /** A kind and the files that launch it, relative to the application's directory. */
  record Detected(AppKind kind, List<String> launchFiles) {}

  /** Looks at files whose paths are relative to the application's directory. */
  static Detected detect(String name, Collection<Entry> files) {
    Set<String> all =
        files.stream()
            .filter(entry -> entry.kind() != Entry.Kind.DIRECTORY)
            .map(Entry::path)
            .collect(Collectors.toCollection(TreeSet::new));
    // A chart may have nothing of its own but other charts.
    if (all.contains("Chart.yaml")
        && all.stream()
            .anyMatch(path -> path.startsWith("templates/") || path.startsWith("charts/"))) {
      return new Detected(AppKind.HELM, List.of(name));
    }
    if (all.contains("kustomization.yaml") || all.contains("kustomization.yml")) {
      return new Detected(AppKind.KUSTOMIZE, List.of("."));
    }
    Set<String> extensions = all.stream().map(AppKinds::extension).collect(Collectors.toSet());
    if (!all.isEmpty() && YAML.containsAll(extensions)) {
      return new Detected(AppKind.KUBE, List.copyOf(all));
    }
    if (extensions.equals(Set.of("sh"))) {
      return new Detected(AppKind.SHELL, List.copyOf(all));
    }
    return new Detected(AppKind.UNKNOWN, List.of());
  }

  private static String extension(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
