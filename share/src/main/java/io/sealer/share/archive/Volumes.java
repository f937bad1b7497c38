package io.sealer.share.archive;

import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An archive in several files: {@code NAME.001}, {@code NAME.002}…, pieces of one tar file, and
 * {@code NAME.sha256} with their checksums, as {@code sha256sum} writes and checks them.
 *
 * @param index the file with the checksums; empty when it was not found
 * @param list the volumes in order
 */
record Volumes(Optional<Path> index, List<Volume> list) {
  static final int MOST = 999;
  static final String SUFFIX = ".sha256";
  private static final Pattern NUMBERED = Pattern.compile("(.+)\\.(\\d{3})");
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64}) [ *]([^/]+)");
  private static final int LARGEST_INDEX = 1 << 20;

  /** A volume, with its checksum when there is an index. */
  record Volume(Path file, Optional<Digest> digest) {}

  Volumes {
    list = List.copyOf(list);
  }

  static Path volume(Path base, int number) {
    return sibling(base, String.format(Locale.ROOT, ".%03d", number));
  }

  static Path index(Path base) {
    return sibling(base, SUFFIX);
  }

  static Path sibling(Path base, String suffix) {
    return base.resolveSibling(base.getFileName() + suffix);
  }

  /** The volumes that a file belongs to; empty when it is an archive of its own. */
  static Optional<Volumes> of(Path file) throws IOException {
    Optional<Path> base = base(file);
    if (base.isEmpty()) {
      return Optional.empty();
    }
    Path index = index(base.get());
    return Optional.of(
        Files.exists(index)
            ? new Volumes(Optional.of(index), listed(base.get(), index))
            : new Volumes(Optional.empty(), found(base.get())));
  }

  private static Optional<Path> base(Path file) {
    String name = String.valueOf(file.getFileName());
    Matcher numbered = NUMBERED.matcher(name);
    if (numbered.matches()) {
      return Optional.of(file.resolveSibling(numbered.group(1)));
    }
    if (name.endsWith(SUFFIX)) {
      return Optional.of(file.resolveSibling(name.substring(0, name.length() - SUFFIX.length())));
    }
    boolean volumes = !Files.exists(file) && Files.exists(volume(file, 1));
    return volumes ? Optional.of(file) : Optional.empty();
  }

  private static List<Volume> listed(Path base, Path index) throws IOException {
    if (Files.size(index) > LARGEST_INDEX) {
      throw new OciException(index + " is too large for a list of volumes", "copy it again");
    }
    var volumes = new ArrayList<Volume>();
    for (String line : Files.readAllLines(index)) {
      Matcher matcher = LINE.matcher(line);
      Path file = volume(base, volumes.size() + 1);
      if (!matcher.matches() || !matcher.group(2).equals(String.valueOf(file.getFileName()))) {
        throw new OciException(
            index + ", line " + (volumes.size() + 1) + ": is not the checksum of " + file,
            "copy the file with the checksums again, or remove it to load without them");
      }
      volumes.add(new Volume(file, Optional.of(new Digest(matcher.group(1)))));
    }
    requireHere(index, volumes);
    return volumes;
  }

  private static void requireHere(Path index, List<Volume> volumes) throws IOException {
    List<String> missing =
        volumes.stream()
            .map(Volume::file)
            .filter(file -> !Files.isRegularFile(file))
            .map(String::valueOf)
            .toList();
    if (!missing.isEmpty() || volumes.isEmpty()) {
      throw new OciException(
          index + " lists " + volumes.size() + " volumes; missing: " + String.join(", ", missing),
          "put all volumes into one directory");
    }
    long size = Files.size(volumes.getFirst().file());
    for (Volume volume : volumes.subList(1, volumes.size())) {
      boolean last = volume.equals(volumes.getLast());
      long found = Files.size(volume.file());
      if (found > size || (!last && found != size)) {
        throw new OciException(
            "volume " + volume.file() + " has " + found + " bytes; the first has " + size,
            "copy that volume again");
      }
    }
  }

  /** Without checksums: as many as follow each other. */
  private static List<Volume> found(Path base) {
    var volumes = new ArrayList<Volume>();
    Path file = volume(base, 1);
    while (volumes.size() < MOST && (volumes.isEmpty() || Files.exists(file))) {
      volumes.add(new Volume(file, Optional.empty()));
      file = volume(base, volumes.size() + 1);
    }
    return volumes;
  }
}
