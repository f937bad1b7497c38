package io.sealer.build.context;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Small files that people write: rules, lists, locks. */
public final class TextLines {
  private TextLines() {}

  /** All lines, without their ends. */
  public static List<String> of(Path file) throws IOException {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw new OciException(file.getFileName() + " is not UTF-8 text", "save it in UTF-8", e);
    }
  }
}
