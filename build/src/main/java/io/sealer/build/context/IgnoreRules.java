package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rules of {@code .sealerignore} or, without it, {@code .dockerignore} (Docker's rules: the last
 * that matches a path or a directory above it wins, {@code !} takes back).
 */
final class IgnoreRules {
  /** Hides nothing. */
  static final IgnoreRules NONE = new IgnoreRules(List.of());

  private final List<Rule> rules;

  /** One line; {@code ignores} is false for one that takes back. */
  record Rule(String file, int line, String text, boolean ignores, Pattern pattern) {
    /** Where it stands and what it says. */
    String describe() {
      return file + ":" + line + " (" + text + ")";
    }
  }

  private IgnoreRules(List<Rule> rules) {
    this.rules = List.copyOf(rules);
  }

  static IgnoreRules of(Path context) throws IOException {
    for (String name : List.of(".sealerignore", ".dockerignore")) {
      Path file = context.resolve(name);
      if (Files.isRegularFile(file)) {
        return of(name, TextLines.of(file));
      }
    }
    return new IgnoreRules(List.of());
  }

  static IgnoreRules of(String file, List<String> lines) throws IOException {
    var rules = new ArrayList<Rule>();
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).replace("\uFEFF", "").strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        rule(file, i + 1, text).ifPresent(rules::add);
      }
    }
    return new IgnoreRules(rules);
  }

  private static Optional<Rule> rule(String file, int line, String text) throws IOException {
    boolean ignores = !text.startsWith("!");
    String glob = clean(ignores ? text : text.substring(1).strip());
    if (glob.isEmpty()) {
      return Optional.empty();
    }
    try {
      var pattern = Pattern.compile(Globs.regex(glob) + "(/.*)?", Pattern.DOTALL);
      return Optional.of(new Rule(file, line, text, ignores, pattern));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ":" + line + ": " + e.getMessage(), e);
    }
  }

  /** Without slashes at the ends and parts that mean nothing, as Go's filepath.Clean. */
  private static String clean(String glob) {
    var parts = new ArrayList<String>();
    for (String part : glob.split("/")) {
      if (part.equals("..") && !parts.isEmpty()) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
        parts.add(part);
      }
    }
    return String.join("/", parts);
  }

  boolean ignores(String path) {
    return hiding(path).isPresent();
  }

  /** The rule that hides this path; empty when it is not hidden. */
  Optional<Rule> hiding(String path) {
    for (Rule rule : rules.reversed()) {
      if (rule.pattern.matcher(path).matches()) {
        return Optional.of(rule).filter(Rule::ignores);
      }
    }
    return Optional.empty();
  }

  /** Whether something below an ignored directory may have been taken back. */
  boolean hasExceptions() {
    return rules.stream().anyMatch(rule -> !rule.ignores);
  }
}
