package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.Path;

/** A socket, pipe or device stands where files for an image are read. */
public final class UnsupportedFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Names the file. */
  public UnsupportedFileException(Path file) {
    super(file + " is a socket, pipe or device; remove it or name it in .sealerignore");
  }
}
