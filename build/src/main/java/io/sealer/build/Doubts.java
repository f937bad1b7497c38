package io.sealer.build;

import io.sealer.build.discovery.Candidate;
import io.sealer.build.discovery.Candidate.Confidence;
import io.sealer.build.discovery.Findings;
import io.sealer.build.discovery.ImageRules;
import io.sealer.oci.image.ImageLock.Source;
import java.util.List;
import java.util.stream.Stream;

/** What the user should know of images that discovery did not take. */
final class Doubts {
  private Doubts() {}

  /** A warning for each, with its place and what to do. */
  static List<String> of(Findings findings) {
    Stream<String> notes =
        findings.notes().stream()
            .map(note -> note + "; if it needs images, list them in manifests/imageList");
    Stream<String> candidates =
        findings.candidates().stream()
            .filter(candidate -> candidate.confidence() != Confidence.LOW)
            .map(Doubts::candidate);
    return Stream.concat(notes, candidates).toList();
  }

  private static String candidate(Candidate candidate) {
    Source at = candidate.sources().getFirst();
    String place = at.file() + ":" + at.line() + ": ";
    return candidate.confidence() == Confidence.TEMPLATE
        ? place + candidate.name() + " is known only at run time; list it in manifests/imageList"
        : place
            + candidate.name()
            + " may be an image and is not taken; write 'take' or 'ignore' for it into "
            + ImageRules.FILE;
  }
}
