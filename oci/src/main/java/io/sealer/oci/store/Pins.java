package io.sealer.oci.store;

import io.sealer.oci.Index;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Indexes laid beside the image layout ({@code pins/NAME.json}): what their members need is not
 * pruned. Unlike images with a name, their content need not be complete, nor here at all.
 * Thread-safe; several processes may use them at once.
 */
public final class Pins {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final String SUFFIX = ".json";

  private final Layout layout;
  private final Lease lease;

  Pins(Layout layout, Lease lease) {
    this.layout = layout;
    this.lease = lease;
  }

  /**
   * Replaces the index of this name.
   *
   * @param name letters, digits, dots, dashes and underscores
   */
  public void put(String name, Index index) throws IOException {
    require(name);
    lease.begin();
    Disk.createDirectories(layout.pins());
    Disk.replace(layout.pin(name), lease.temporary(), OciJson.write(index));
  }

  /** Removes an index; false when there is none of this name. */
  public boolean remove(String name) throws IOException {
    require(name);
    boolean removed = Files.deleteIfExists(layout.pin(name));
    if (removed) {
      Disk.syncDirectory(layout.pins());
    }
    return removed;
  }

  /**
   * All of them by name, in the order in which they were written.
   *
   * @throws OciException when one is damaged
   */
  public SequencedMap<String, Index> all() throws IOException {
    var files = new ArrayList<>(files());
    files.sort(Comparator.comparing(Pin::written).thenComparing(Pin::file));
    var all = new LinkedHashMap<String, Index>();
    for (Pin pin : files) {
      String name = pin.name();
      Optional<Index> index = read(pin.file());
      index.ifPresent(i -> all.put(name.substring(0, name.length() - SUFFIX.length()), i));
    }
    return all;
  }

  /** A file of a pin as it was when it was seen. */
  private record Pin(Path file, BasicFileAttributes is) {
    FileTime written() {
      return is.lastModifiedTime();
    }

    String name() {
      return String.valueOf(file.getFileName());
    }
  }

  /** Those that are here; others may be removed at any time. */
  private List<Pin> files() throws IOException {
    var pins = new ArrayList<Pin>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(layout.pins(), "*" + SUFFIX)) {
      for (Path file : found) {
        attributes(file).ifPresent(is -> pins.add(new Pin(file, is)));
      }
    } catch (NoSuchFileException none) {
      return List.of();
    }
    return pins;
  }

  private static Optional<BasicFileAttributes> attributes(Path file) throws IOException {
    try {
      return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    }
  }

  private static Optional<Index> read(Path file) throws IOException {
    try {
      return Optional.of(OciJson.readIndex(Files.readAllBytes(file)));
    } catch (NoSuchFileException removed) {
      return Optional.empty();
    } catch (OciException e) {
      throw new OciException(
          file + ": " + e.getMessage(), "remove it and run the command again", e);
    }
  }

  /** A text that is another one after any change; cheap enough to ask for often. */
  public String stamp() throws IOException {
    var stamps = new TreeMap<String, String>();
    for (Pin pin : files()) {
      stamps.put(pin.name(), pin.is().fileKey() + " " + pin.written() + " " + pin.is().size());
    }
    return stamps.toString();
  }

  private static void require(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' cannot name a pin");
    }
  }
}
