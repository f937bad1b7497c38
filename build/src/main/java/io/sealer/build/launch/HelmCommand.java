package io.sealer.build.launch;

import io.sealer.build.launch.Call.Place;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code helm} commands (Helm 3, "helm install", "helm upgrade"). */
final class HelmCommand {
  private static final Map<Character, String> SHORTS =
      Map.of('f', "values", 'n', "namespace", 'g', "generate-name", 'i', "install", 'o', "output");
  private static final Set<String> BARE =
      Set.of(
          "install",
          "create-namespace",
          "atomic",
          "wait",
          "wait-for-jobs",
          "generate-name",
          "debug",
          "dry-run",
          "force",
          "no-hooks",
          "skip-crds",
          "include-crds",
          "reset-values",
          "reuse-values",
          "reset-then-reuse-values",
          "cleanup-on-fail",
          "dependency-update",
          "devel",
          "replace",
          "verify",
          "disable-openapi-validation",
          "render-subchart-notes",
          "hide-notes",
          "skip-schema-validation",
          "take-ownership",
          "rollback-on-failure",
          "insecure-skip-tls-verify",
          "pass-credentials",
          "plain-http",
          "enable-dns",
          "force-conflicts",
          "hide-secret",
          "kube-insecure-skip-tls-verify",
          "skip-tests",
          "validate",
          "is-upgrade");
  private static final Set<String> SETS =
      Set.of("set", "set-string", "set-json", "set-file", "set-literal");

  private HelmCommand() {}

  static List<Call> read(List<String> words, Directory directory, Place at) {
    Arguments all = Arguments.read(words, SHORTS, BARE);
    if (all.plain().isEmpty()) {
      return List.of();
    }
    List<String> names = all.plain().subList(1, all.plain().size());
    return switch (all.plain().getFirst()) {
      case "install", "upgrade", "template" -> chart(all, names, directory, at);
      case "repo", "pull", "dependency", "dep" -> remote(all.plain(), at);
      default -> List.of();
    };
  }

  private static List<Call> remote(List<String> plain, Place at) {
    boolean asks =
        plain.getFirst().equals("pull")
            || (plain.size() > 1 && Set.of("add", "update", "build", "up").contains(plain.get(1)));
    return asks ? List.of(new Call.Remote(at, "helm " + String.join(" ", plain))) : List.of();
  }

  private static List<Call> chart(
      Arguments all, List<String> names, Directory directory, Place at) {
    if (names.isEmpty()) {
      return List.of();
    }
    String chart = names.getLast();
    String release = names.size() > 1 ? names.getFirst() : "release";
    if (isRemote(chart, directory) || !all.all("repo").isEmpty()) {
      return List.of(new Call.Remote(at, "chart " + chart));
    }
    var values = new ArrayList<String>();
    var calls = new ArrayList<Call>();
    for (String file :
        all.all("values").stream().flatMap(v -> Arrays.stream(v.split(","))).toList()) {
      if (file.contains("://")) {
        calls.add(new Call.Remote(at, file));
      } else {
        values.add(directory.resolve(file));
      }
    }
    List<Call.Set> sets =
        all.flags().stream()
            .filter(flag -> SETS.contains(flag.name()))
            .map(flag -> new Call.Set(flag.name(), set(flag, directory)))
            .toList();
    calls.add(new Call.Helm(at, release, directory.resolve(chart), namespace(all), values, sets));
    return calls;
  }

  private static Optional<String> namespace(Arguments all) {
    return all.all("namespace").stream().reduce((first, last) -> last);
  }

  /** The file of {@code --set-file key=path} as a path of the image. */
  private static String set(Arguments.Flag flag, Directory directory) {
    int equals = flag.value().indexOf('=');
    return flag.name().equals("set-file") && equals > 0
        ? flag.value().substring(0, equals + 1)
            + directory.resolve(flag.value().substring(equals + 1))
        : flag.value();
  }

  /** A chart is a path if there is such a thing, else {@code repository/chart} or an address. */
  private static boolean isRemote(String chart, Directory directory) {
    if (chart.contains("://")) {
      return true;
    }
    boolean isPath = chart.startsWith(".") || chart.startsWith("/") || chart.endsWith(".tgz");
    return !isPath && chart.matches("[\\w.-]+/[\\w.-]+") && !directory.exists(chart);
  }
}
