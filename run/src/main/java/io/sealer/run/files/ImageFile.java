package io.sealer.run.files;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A small file: permissions and content. Immutable; shows no content. */
public final class ImageFile {
  private final int mode;
  private final byte[] content;

  /** A file; the content is not copied and must not be changed. */
  ImageFile(int mode, byte[] content) {
    this.mode = mode;
    this.content = content;
  }

  /** A file readable by all. */
  public static ImageFile of(String text) {
    return new ImageFile(0644, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Permissions. */
  public int mode() {
    return mode;
  }

  /** How many bytes it has. */
  public int size() {
    return content.length;
  }

  /** Its bytes, to be read. */
  public InputStream open() {
    return new ByteArrayInputStream(content);
  }

  /** The content as UTF-8. */
  public String text() {
    return new String(content, StandardCharsets.UTF_8);
  }

  /** The same file with other content. */
  public ImageFile withText(String text) {
    return new ImageFile(mode, text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same file, closed to everybody but its owner: it may hold secrets now. */
  public ImageFile forOwner() {
    return new ImageFile(mode & 0700, content);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ImageFile file
        && mode == file.mode
        && Arrays.equals(content, file.content);
  }

  @Override
  public int hashCode() {
    return 31 * mode + Arrays.hashCode(content);
  }

  /** Never shows content, which may be secret. */
  @Override
  public String toString() {
    return "ImageFile[%o, %d bytes]".formatted(mode, content.length);
  }
}
