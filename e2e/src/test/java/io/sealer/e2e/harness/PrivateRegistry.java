package io.sealer.e2e.harness;

import io.sealer.oci.registry.testing.DockerRegistry;
import io.sealer.oci.registry.testing.TokenRegistry;
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
  public static PrivateRegistry start(Workspace workspace) {
    return start(workspace, DockerRegistry.Options.OPEN);
  }

  /** The same with TLS at an address that hosts can reach. */
  public static PrivateRegistry startAt(Workspace workspace, String address) {
    return start(workspace, DockerRegistry.Options.OPEN.withAddress(address).withTls());
  }

  private static PrivateRegistry start(Workspace workspace, DockerRegistry.Options options) {
    try {
      var registry = DockerRegistry.start(options.withLogin(USER, PASSWORD));
      noteDown(workspace, registry.storage().resolveSibling(""));
      return new PrivateRegistry(registry);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException("cannot start a registry", e);
    }
  }

  /** One with TLS at an address that hosts can reach, which lets in whoever shows a token. */
  public static TokenRegistry withTokens(Workspace workspace, String address) throws Exception {
    // By this name it is ended and removed also when we crash.
    Path directory = Files.createTempDirectory("docker-registry-");
    noteDown(workspace, directory);
    return TokenRegistry.startAt(directory, address);
  }

  private static void noteDown(Workspace workspace, Path directory) throws IOException {
    Files.writeString(
        workspace.path().resolve("registries"),
        directory + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  /** As it stands in image names. */
  public String host() {
    return registry.host();
  }

  /** PEM file of the authority of one with TLS. */
  public Path ca() {
    return registry.ca();
  }

  /** What was asked of it. */
  public String log() throws IOException {
    return String.join("\n", registry.log());
  }

  @Override
  public void close() throws IOException {
    registry.close();
  }
}
