package io.sealer.share.proxy;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a pull-through cache stands in front of.
 *
 * @param upstreams with different names
 * @param search names of upstreams, asked in this order for images whose registry is not said
 */
public record ProxyConfig(List<Upstream> upstreams, List<String> search) {
  public ProxyConfig {
    upstreams = List.copyOf(upstreams);
    search = List.copyOf(search);
  }

  /** These, none of them searched. */
  public static ProxyConfig of(Upstream... upstreams) {
    return new ProxyConfig(List.of(upstreams), List.of());
  }

  /** The same, searched in this order. */
  public ProxyConfig searching(String... names) {
    return new ProxyConfig(upstreams, List.of(names));
  }

  /**
   * Reads a YAML file; relative paths in it start at its directory.
   *
   * @throws OciException with all that is wrong, each with line and column
   */
  public static ProxyConfig load(Path file) throws IOException {
    try {
      return ProxyConfigReader.read(file, Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new OciException(
          file + " does not exist", "see docs/registry-proxy.md for an example", e);
    }
  }
}
