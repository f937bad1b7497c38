package io.sealer.build.discovery;

import io.sealer.build.context.Globs;
import io.sealer.build.context.TextLines;
import io.sealer.oci.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the user says about images, in the file {@code .sealerimages} of the build context, one rule
 * a line:
 *
 * <pre>
 * kind example.io/Widget image:spec.image pod:spec.template.spec   where a kind names images
 * take quay.io/example/*                                           candidates that are images
 * ignore docker.io/example/debug:* only for debugging              never in the image; a reason is required
 * </pre>
 */
public final class ImageRules {
  /** Name of the file in the context. */
  public static final String FILE = ".sealerimages";

  private static final ImageRules NONE = new ImageRules(KindRules.shipped(), List.of(), List.of());

  private final KindRules kinds;
  private final List<NameRule> takes;
  private final List<NameRule> ignores;

  private record NameRule(String where, Pattern pattern, String reason) {}

  private ImageRules(KindRules kinds, List<NameRule> takes, List<NameRule> ignores) {
    this.kinds = kinds;
    this.takes = List.copyOf(takes);
    this.ignores = List.copyOf(ignores);
  }

  /** Only what comes with sealer. */
  public static ImageRules none() {
    return NONE;
  }

  /** The rules of a build context; a context without the file has none. */
  public static ImageRules read(Path context) throws IOException {
    Path file = context.resolve(FILE);
    return Files.isRegularFile(file) ? parse(FILE, TextLines.of(file)) : NONE;
  }

  /**
   * Reads rules.
   *
   * @param file how messages call it
   * @throws IOException when a line is malformed; names the line
   */
  public static ImageRules parse(String file, List<String> lines) throws IOException {
    var kinds = new ArrayList<String>();
    var takes = new ArrayList<NameRule>();
    var ignores = new ArrayList<NameRule>();
    KindRules all = KindRules.shipped();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      String where = file + ":" + (i + 1);
      String[] words = line.split("\\s+", 3);
      try {
        switch (words[0]) {
          case "" -> {}
          case "kind" -> {
            kinds.add(line.substring(4));
            all = KindRules.shipped().with(kinds);
          }
          case "take" -> takes.add(nameRule(where, words));
          case "ignore" -> ignores.add(ignore(where, words));
          default -> {
            if (!line.startsWith("#")) {
              throw new IllegalArgumentException(
                  "'" + words[0] + "' is no rule; there is kind, take and ignore");
            }
          }
        }
      } catch (IllegalArgumentException e) {
        throw new IOException(where + ": " + e.getMessage(), e);
      }
    }
    return new ImageRules(all, takes, ignores);
  }

  /**
   * These rules, and candidates of these names or patterns are images.
   *
   * @throws IllegalArgumentException when one is no name
   */
  public ImageRules accepting(List<String> names) {
    var more = new ArrayList<>(takes);
    names.forEach(name -> more.add(nameRule("--accept", new String[] {"take", name})));
    return new ImageRules(kinds, more, ignores);
  }

  private static NameRule ignore(String where, String[] words) {
    if (words.length < 3) {
      throw new IllegalArgumentException("say why: ignore NAME REASON");
    }
    return nameRule(where, words);
  }

  private static NameRule nameRule(String where, String[] words) {
    if (words.length < 2) {
      throw new IllegalArgumentException("'" + words[0] + "' needs an image name or pattern");
    }
    boolean pattern = Globs.isPattern(words[1]);
    String glob = pattern ? words[1] : Reference.parse(words[1]).toString();
    return new NameRule(
        where, Pattern.compile(Globs.regex(glob)), words.length < 3 ? "" : words[2]);
  }

  KindRules kinds() {
    return kinds;
  }

  /** Whether a candidate is to be taken as an image. */
  boolean takes(Reference name) {
    return takes.stream().anyMatch(rule -> rule.pattern().matcher(name.toString()).matches());
  }

  /** The place and reason of the rule that leaves an image out; empty when none does. */
  Optional<String> ignoring(Reference name) {
    return ignores.stream()
        .filter(rule -> rule.pattern().matcher(name.toString()).matches())
        .map(rule -> rule.where() + ": " + rule.reason())
        .findFirst();
  }
}
