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
    Files.createDirectories(layout.pins());
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
    var files = new ArrayList<Written>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(layout.pins(), "*" + SUFFIX)) {
      for (Path file : found) {
        files.add(new Written(file, Files.getLastModifiedTime(file)));
      }
    } catch (NoSuchFileException none) {
      return new LinkedHashMap<>();
    }
    files.sort(Comparator.comparing(Written::at).thenComparing(Written::file));
    var all = new LinkedHashMap<String, Index>();
    for (Written written : files) {
      String name = String.valueOf(written.file().getFileName());
      all.put(name.substring(0, name.length() - SUFFIX.length()), read(written.file()));
    }
    return all;
  }

  private record Written(Path file, FileTime at) {}

  private static Index read(Path file) throws IOException {
    try {
      return OciJson.readIndex(Files.readAllBytes(file));
    } catch (OciException e) {
      throw new OciException(
          file + ": " + e.getMessage(), "remove it and run the command again", e);
    }
  }

  /** A text that is another one after any change; cheap enough to ask for often. */
  public String stamp() throws IOException {
    var stamps = new TreeMap<String, String>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(layout.pins(), "*" + SUFFIX)) {
      for (Path file : files) {
        BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
        String stamp = is.fileKey() + " " + is.lastModifiedTime() + " " + is.size();
        stamps.put(String.valueOf(file.getFileName()), stamp);
      }
    } catch (NoSuchFileException none) {
      return "";
    }
    return stamps.toString();
  }

  private static void require(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' cannot name a pin");
    }
  }
}
