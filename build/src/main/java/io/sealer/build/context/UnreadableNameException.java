package io.sealer.build.context;

import java.io.IOException;
import java.nio.file.Path;

/** A file's name is not UTF-8, so that it has none that every machine reads alike. */
final class UnreadableNameException extends IOException {
  private static final long serialVersionUID = 1L;

  UnreadableNameException(Path file) {
    super(file + " has a name that is not UTF-8; rename it or name it in .sealerignore");
  }
}
