package io.sealer.cli.output;

import io.sealer.build.discovery.Findings;
import io.sealer.oci.image.ImageLock;
import java.util.List;
import java.util.Locale;

/** What {@code sealer find-images} says: the document of contract.md. */
public record FoundImages(List<Image> images, List<Candidate> candidates, List<Ignored> ignored) {

  /** An image and where it is named; the name is whole, a digest kept if written. */
  public record Image(String name, List<Source> sources) {}

  /** What may be an image; {@code confidence} is low, medium, high or template. */
  public record Candidate(String name, String confidence, List<Source> sources) {}

  /** An image that a rule leaves out, and the rule with its reason. */
  public record Ignored(String name, String rule) {}

  /** A place; line 0 when the file has none. */
  public record Source(String file, int line, String how) {}

  /** What was found in files. */
  public static FoundImages of(Findings findings) {
    return new FoundImages(
        findings.images().entrySet().stream()
            .map(image -> new Image(image.getKey().toString(), sources(image.getValue())))
            .toList(),
        findings.candidates().stream()
            .map(
                c ->
                    new Candidate(
                        c.name(),
                        c.confidence().name().toLowerCase(Locale.ROOT),
                        sources(c.sources())))
            .toList(),
        findings.ignored().stream().map(i -> new Ignored(i.name().toString(), i.rule())).toList());
  }

  /** What an image has locked. */
  public static FoundImages of(ImageLock lock) {
    return new FoundImages(
        lock.entries().stream()
            .map(entry -> new Image(entry.name().toString(), sources(entry.sources())))
            .toList(),
        List.of(),
        List.of());
  }

  private static List<Source> sources(List<ImageLock.Source> sources) {
    return sources.stream().map(s -> new Source(s.file(), s.line(), s.how())).toList();
  }
}
