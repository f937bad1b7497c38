package io.sealer.node.balancer;

import io.sealer.node.api.BalancerConfig;
import io.sealer.node.serve.AgentLog;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * The balancer's configuration as the file has it now; a damaged file is reported once, and what
 * was last good stays. For one thread at a time.
 */
final class LiveBalancerConfig {
  private final Path file;
  private final AgentLog log;
  private String stamp = "";
  private Optional<BalancerConfig> last = Optional.empty();

  LiveBalancerConfig(Path file, AgentLog log) {
    this.file = file;
    this.log = log;
  }

  /** Reads a configuration once. */
  static BalancerConfig read(Path file) throws IOException {
    try {
      return BalancerConfig.parse(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw new OciException(
          "this host has no balancer: " + file + " does not exist",
          "masters need none; on other hosts 'sealer apply' writes this file",
          e);
    }
  }

  /** Empty while there is no file. */
  Optional<BalancerConfig> get() {
    String now = stamp();
    if (!now.equals(stamp)) {
      stamp = now;
      try {
        last = now.isEmpty() ? Optional.empty() : Optional.of(read(file));
      } catch (IOException e) {
        log.warn("the balancer keeps its last good configuration: " + e.getMessage());
      }
    }
    return last;
  }

  private String stamp() {
    try {
      var is = Files.readAttributes(file, BasicFileAttributes.class);
      return is.fileKey() + " " + is.lastModifiedTime() + " " + is.size();
    } catch (IOException gone) {
      return "";
    }
  }
}
