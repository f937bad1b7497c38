package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Rules of {@code .sealerignore} or, without it, {@code .dockerignore} (Docker's rules: the last
 * that matches wins, {@code !} takes back).
 */
final class IgnoreRules {
  private record Rule(Pattern pattern, boolean ignores) {}

  private final List<Rule> rules = new ArrayList<>();

  static IgnoreRules of(Path context) throws IOException {
    for (String name : List.of(".sealerignore", ".dockerignore")) {
      Path file = context.resolve(name);
      if (Files.isRegularFile(file)) {
        return of(Files.readAllLines(file));
      }
    }
    return of(List.of());
  }

  static IgnoreRules of(List<String> lines) {
    var rules = new IgnoreRules();
    for (String line : lines) {
      String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        boolean ignores = !text.startsWith("!");
        String glob =
            (ignores ? text : text.substring(1)).replaceFirst("^/+", "").replaceFirst("/+$", "");
        rules.rules.add(new Rule(Pattern.compile(Globs.regex(glob) + "(/.*)?"), ignores));
      }
    }
    return rules;
  }

  boolean ignores(String path) {
    boolean ignored = false;
    for (Rule rule : rules) {
      if (rule.pattern.matcher(path).matches()) {
        ignored = rule.ignores;
      }
    }
    return ignored;
  }

  /** Whether something below an ignored directory may have been taken back. */
  boolean hasExceptions() {
    return rules.stream().anyMatch(rule -> !rule.ignores);
  }
}
