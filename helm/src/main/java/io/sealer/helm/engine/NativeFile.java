package io.sealer.helm.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/** The engine's file: comes in a jar, must lie on a disk to be loaded, is unpacked once. */
final class NativeFile {
  private NativeFile() {}

  /**
   * The unpacked file. Several processes may do this at once.
   *
   * @throws EngineException when this build has none for the machine, or the disk refuses it
   */
  static Path unpacked(Path cache) throws EngineException {
    String name = "helm-linux-%s.so".formatted(architecture());
    URL packed = NativeFile.class.getClassLoader().getResource(name);
    if (packed == null) {
      throw new EngineException("this sealer has no Helm engine for " + architecture());
    }
    try {
      return unpacked(packed, cache.resolve("helm"), name);
    } catch (IOException e) {
      throw new EngineException(
          "Helm's engine cannot be unpacked into %s: %s".formatted(cache.resolve("helm"), e), e);
    }
  }

  private static Path unpacked(URL packed, Path directory, String name) throws IOException {
    var connection = packed.openConnection();
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      long size = connection.getContentLengthLong();
      Path file = directory.resolve(size + "-" + name);
      if (!Files.exists(file)) {
        Files.createDirectories(directory);
        Path part = Files.createTempFile(directory, name, ".part");
        try {
          Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
          Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(part);
        }
      }
      return file;
    }
  }

  private static String architecture() {
    String name = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return switch (name) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      default -> name;
    };
  }
}
