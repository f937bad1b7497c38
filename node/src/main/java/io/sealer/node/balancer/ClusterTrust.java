package io.sealer.node.balancer;

import io.sealer.node.exchange.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** The cluster's authority as its file is now. For one thread at a time. */
final class ClusterTrust {
  private final Path file;
  private String stamp = "";
  private Optional<SSLSocketFactory> sockets = Optional.empty();

  ClusterTrust(Path file) {
    this.file = file;
  }

  /** Empty while the file is not there. */
  Optional<SSLSocketFactory> sockets() throws IOException {
    if (!Files.exists(file)) {
      stamp = "";
      sockets = Optional.empty();
      return sockets;
    }
    var now = Files.readAttributes(file, BasicFileAttributes.class);
    String seen = now.lastModifiedTime() + " " + now.size() + " " + now.fileKey();
    if (!seen.equals(stamp)) {
      sockets = Optional.of(Trust.in(file));
      stamp = seen;
    }
    return sockets;
  }
}
