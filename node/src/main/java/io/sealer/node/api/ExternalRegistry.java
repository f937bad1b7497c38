package io.sealer.node.api;

import io.sealer.oci.Reference;
import io.sealer.oci.registry.Credential;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A registry outside of the cluster that holds the content of its images. It is spoken to over TLS.
 *
 * @param host as it stands in image names, with the port if any
 * @param project where in it the repositories lie, such as {@code team}; empty: at the top
 * @param authority PEM file on the host with the authority of its certificate; empty: the host
 *     knows it
 * @param login who pulls; empty: everybody may
 */
public record ExternalRegistry(
    String host, String project, Optional<Path> authority, Optional<Credential> login) {
  /**
   * Where an image of this name lies in it: under the same path and tag, whichever registry the
   * name is of.
   */
  public Reference place(Reference name) {
    boolean own = name.registry().equals(host);
    String path = own || project.isEmpty() ? name.repository() : project + "/" + name.repository();
    return new Reference(host, path, name.tag(), name.digest());
  }
}
