package io.sealer.build.workload;

import io.sealer.build.context.TextLines;
import io.sealer.build.job.BuildException;
import io.sealer.oci.Digest;
import io.sealer.oci.Reference;
import io.sealer.oci.image.ImageLock;
import io.sealer.oci.image.ImageLock.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The image lock as a file beside the Kubefile, for version control: {@code NAME DIGEST} a line,
 * sorted, {@code #} comments. Its name is the Kubefile's with {@code .lock}.
 */
public final class LockFile {
  private static final String HEAD =
      "# Workload images of the last build. 'sealer build --locked' takes no others.\n";

  private final Path file;
  private final Map<Reference, Digest> digests;

  private LockFile(Path file, Map<Reference, Digest> digests) {
    this.file = file;
    this.digests = digests;
  }

  /** Where the lock of a Kubefile is. */
  public static Path of(Path kubefile) {
    return kubefile.resolveSibling(kubefile.getFileName() + ".lock");
  }

  /**
   * Reads a lock.
   *
   * @return empty when there is no such file
   * @throws BuildException when a line is malformed; names it
   */
  public static Optional<LockFile> read(Path file) throws IOException, BuildException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var digests = new TreeMap<Reference, Digest>();
    int number = 0;
    for (String line : TextLines.of(file)) {
      number++;
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      String[] words = line.strip().split("\\s+");
      try {
        if (words.length != 2) {
          throw new IllegalArgumentException("a line is NAME DIGEST, got '" + line.strip() + "'");
        }
        digests.put(Reference.parse(words[0]), Digest.parse(words[1]));
      } catch (IllegalArgumentException e) {
        throw new BuildException(
            file.getFileName() + ":" + number + ": " + e.getMessage(),
            "take the file from version control, or let 'sealer build --lock' write it again",
            List.of(),
            e);
      }
    }
    return Optional.of(new LockFile(file, digests));
  }

  /** Names and digests. */
  public Map<Reference, Digest> digests() {
    return Map.copyOf(digests);
  }

  /**
   * Refuses names that are not locked, before anything is fetched for them.
   *
   * @throws BuildException naming each with its place
   */
  public void requireKnown(Map<Reference, List<Source>> names) throws BuildException {
    var unknown = new ArrayList<String>();
    names.forEach(
        (name, sources) -> {
          if (!digests.containsKey(name)) {
            unknown.add(place(sources) + ": " + name + " is not locked");
          }
        });
    refuse(unknown);
  }

  /**
   * Refuses every difference.
   *
   * @throws BuildException naming each difference
   */
  public void require(ImageLock lock) throws BuildException {
    refuse(differences(lock));
  }

  private void refuse(List<String> differences) throws BuildException {
    if (!differences.isEmpty()) {
      throw new BuildException(
          "the images are not those of "
              + file.getFileName()
              + ":\n"
              + differences.stream().map(d -> "  " + d).collect(Collectors.joining("\n")),
          "if this is wanted, build with --lock and commit the file");
    }
  }

  /** How a build differs from the file; a line each. */
  public List<String> differences(ImageLock lock) {
    var differences = new ArrayList<String>();
    var gone = new TreeMap<>(digests);
    for (ImageLock.Entry entry : lock.entries()) {
      Digest locked = gone.remove(entry.name());
      Digest now = entry.descriptor().digest();
      if (locked == null) {
        differences.add(place(entry.sources()) + ": " + entry.name() + " is not locked");
      } else if (!locked.equals(now)) {
        differences.add(
            "%s: %s is locked to %s and has become %s"
                .formatted(place(entry.sources()), entry.name(), locked, now));
      }
    }
    gone.keySet().forEach(name -> differences.add(name + " is locked and no longer needed"));
    return differences;
  }

  private static String place(List<Source> sources) {
    return sources.stream()
        .findFirst()
        .map(at -> at.file() + (at.line() > 0 ? ":" + at.line() : ""))
        .orElse("base image");
  }

  /** Writes the lock of a build, unless the file says the same already. */
  public static void write(Path file, ImageLock lock) throws IOException {
    var text = new StringBuilder(HEAD);
    for (ImageLock.Entry entry : lock.entries()) {
      text.append(entry.name()).append(' ').append(entry.descriptor().digest()).append('\n');
    }
    if (Files.exists(file) && Files.readString(file).contentEquals(text)) {
      return;
    }
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
