package io.sealer.cli.output;

import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.text.Nearest;
import java.util.List;

/** Why an image has a workload image: where its name stands. */
public record WhyDocument(String name, String digest, List<Source> sources) {

  /** A place; line 0 when the file has none. */
  public record Source(String file, int line, String how) {}

  /**
   * The reasons for a name.
   *
   * @throws OciException when the lock does not have it; names the nearest that it has
   */
  public static WhyDocument of(ImageLock lock, Reference name) throws OciException {
    for (ImageLock.Entry entry : lock.entries()) {
      if (entry.name().equals(name)) {
        return new WhyDocument(
            name.toString(),
            entry.descriptor().digest().toString(),
            entry.sources().stream()
                .map(source -> new Source(source.file(), source.line(), source.how()))
                .toList());
      }
    }
    List<String> names = lock.entries().stream().map(entry -> entry.name().toString()).toList();
    throw new OciException(
        "the image has no workload image " + name,
        Nearest.to(name.toString(), names)
            .map(near -> "did you mean '" + near + "'?")
            .orElse("'sealer find-images IMAGE' lists those that it has"));
  }

  /** The places as text. */
  public List<String> places() {
    return sources.stream()
        .map(s -> s.file() + (s.line() > 0 ? ":" + s.line() : "") + " (" + s.how() + ")")
        .toList();
  }
}
