package io.sealer.build.discovery;

/**
 * Content that discovery cannot trust: an invalid name or YAML that does not parse.
 *
 * @param file path in the rootfs or context
 * @param line from 1; 0 when the file as a whole is meant
 */
public record Defect(String file, int line, String message) {
  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + message;
  }
}
