package io.sealer.run.files;

import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Files that lie above those of the image on a host. Shows names only, never content.
 *
 * @param files by path relative to the rootfs
 */
public record Overlay(SortedMap<String, ImageFile> files) {
  /** Nothing above the image's files. */
  public static final Overlay NONE = new Overlay(new TreeMap<>());

  public Overlay {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  public boolean isEmpty() {
    return files.isEmpty();
  }

  /** Those whose path is wanted. */
  public Overlay only(Predicate<String> wanted) {
    var some = new TreeMap<>(files);
    some.keySet().removeIf(wanted.negate());
    return new Overlay(some);
  }

  /** SHA-256 of names, permissions and contents, in 64 hexadecimal digits; empty without files. */
  public String digest() {
    if (files.isEmpty()) {
      return "";
    }
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(tar()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** All of it as a tar file, the same bytes for the same files. */
  public byte[] tar() {
    var bytes = new ByteArrayOutputStream();
    try {
      var tar = new TarWriter(bytes);
      for (var file : files.entrySet()) {
        ImageFile content = file.getValue();
        tar.add(TarEntry.file(file.getKey(), content.mode(), content.size()), content.open());
      }
      tar.finish();
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public String toString() {
    return "Overlay" + files.keySet() + digest();
  }
}
