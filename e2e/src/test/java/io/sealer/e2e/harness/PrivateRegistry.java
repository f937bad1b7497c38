package io.sealer.e2e.harness;

import io.sealer.oci.registry.testing.DockerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Debian's docker-registry on loopback, which lets nobody in without a password. */
public final class PrivateRegistry implements AutoCloseable {
  public static final String USER = "e2e";
  public static final String PASSWORD = "registry-Secret-1";
  private final DockerRegistry registry;

  private PrivateRegistry(DockerRegistry registry) {
    this.registry = registry;
  }

  /** Starts one, and writes down in the workspace what has to be removed if we crash. */
  public static PrivateRegistry start(Workspace workspace)
      throws IOException, InterruptedException {
    var registry = DockerRegistry.start(DockerRegistry.Options.OPEN.withLogin(USER, PASSWORD));
    Path directory = registry.storage().resolveSibling("");
    Files.writeString(
        workspace.path().resolve("registries"),
        directory + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return new PrivateRegistry(registry);
  }

  /** As it stands in image names. */
  public String host() {
    return registry.host();
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
