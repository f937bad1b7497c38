package io.sealer.build.discovery;

import io.sealer.oci.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Files of a test, searched for images. */
final class Offered {
  private final Discovery discovery = new Discovery();

  void offer(String path, String content) throws IOException {
    discovery.offer(path, () -> new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
  }

  Findings findings() {
    return discovery.findings();
  }

  List<String> names() {
    return findings().images().keySet().stream().map(Reference::toString).toList();
  }
}
