package io.sealer.helm;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a command line of {@code helm install}, {@code upgrade} or {@code template} says, as far as
 * it changes what is rendered. Paths are as written: relative to where the command runs.
 *
 * @param action install, upgrade or template
 * @param release its name; empty when Helm is to make one up
 * @param chart path or name of the chart
 * @param namespace where {@code -n} says
 * @param kubeVersion what {@code --kube-version} says
 * @param values in the order given
 */
public record HelmCall(
    String action,
    Optional<String> release,
    String chart,
    Optional<String> namespace,
    Optional<String> kubeVersion,
    List<ValueFlag> values) {
  private static final Set<String> ACTIONS = Set.of("install", "upgrade", "template");

  // Flags that stand alone; of any other unknown flag the next word is taken to be its value.
  private static final Set<String> ALONE =
      Set.of(
          "--install",
          "-i",
          "--atomic",
          "--wait",
          "--wait-for-jobs",
          "--create-namespace",
          "--force",
          "--debug",
          "--dry-run",
          "--devel",
          "--skip-crds",
          "--include-crds",
          "--no-hooks",
          "--generate-name",
          "-g",
          "--reset-values",
          "--reuse-values",
          "--reset-then-reuse-values",
          "--cleanup-on-fail",
          "--dependency-update",
          "--disable-openapi-validation",
          "--replace",
          "--render-subchart-notes",
          "--hide-notes",
          "--insecure-skip-tls-verify",
          "--plain-http",
          "--verify",
          "--pass-credentials",
          "--enable-dns",
          "--is-upgrade",
          "--validate",
          "--skip-tests",
          "--skip-schema-validation",
          "--take-ownership",
          "--force-conflicts");

  public HelmCall {
    values = List.copyOf(values);
  }

  /**
   * Understands the words of one command, quotes already taken off; empty when it is none of Helm's
   * that makes objects.
   */
  public static Optional<HelmCall> parse(List<String> words) {
    var parser = new Parser(words.iterator());
    return parser.isHelm() ? parser.read() : Optional.empty();
  }

  /** Walks over the words once. */
  private static final class Parser {
    private final Iterator<String> words;
    private final List<String> plain = new ArrayList<>();
    private final List<ValueFlag> values = new ArrayList<>();
    private Optional<String> namespace = Optional.empty();
    private Optional<String> kubeVersion = Optional.empty();
    private boolean generated;

    Parser(Iterator<String> words) {
      this.words = words;
    }

    /** Whether the command, after variables that it sets, is {@code helm}. */
    boolean isHelm() {
      while (words.hasNext()) {
        String word = words.next();
        if (!word.matches("[A-Za-z_][A-Za-z0-9_]*=.*") && !word.equals("sudo")) {
          return word.equals("helm") || word.endsWith("/helm") || word.equals("helm3");
        }
      }
      return false;
    }

    Optional<HelmCall> read() {
      while (words.hasNext()) {
        String word = words.next();
        if (!word.startsWith("-") || word.equals("-")) {
          plain.add(word);
        } else {
          flag(word);
        }
      }
      if (plain.isEmpty() || !ACTIONS.contains(plain.getFirst()) || plain.size() < 2) {
        return Optional.empty();
      }
      boolean named = plain.size() > 2 && !generated;
      return Optional.of(
          new HelmCall(
              plain.getFirst(),
              named ? Optional.of(plain.get(1)) : Optional.empty(),
              plain.get(named ? 2 : 1),
              namespace,
              kubeVersion,
              values));
    }

    private void flag(String word) {
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String name = equals < 0 ? word : word.substring(0, equals);
      if (ALONE.contains(name)) {
        generated |= name.equals("--generate-name") || name.equals("-g");
      } else if (equals >= 0) {
        valued(name, word.substring(equals + 1));
      } else if (!name.startsWith("--") && name.length() > 2) {
        valued(name.substring(0, 2), name.substring(2).replaceFirst("^=", ""));
      } else if (words.hasNext()) {
        valued(name, words.next());
      }
    }

    private void valued(String name, String value) {
      switch (name) {
        case "-f", "--values" ->
            List.of(value.split(","))
                .forEach(file -> values.add(new ValueFlag.File(Path.of(file))));
        case "--set" -> values.add(new ValueFlag.Set(value));
        case "--set-string" -> values.add(new ValueFlag.SetString(value));
        case "--set-json" -> values.add(new ValueFlag.SetJson(value));
        case "--set-file" -> values.add(new ValueFlag.SetFile(value));
        case "-n", "--namespace" -> namespace = Optional.of(value);
        case "--kube-version" -> kubeVersion = Optional.of(value);
        default -> {}
      }
    }
  }
}
