package io.sealer.share.server;

import io.sealer.share.registry.RegistryData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A registry in a process of its own: {@code ServerMain DATA PORT-FILE}. */
final class ServerMain {
  private ServerMain() {}

  /** Runs until killed. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    RegistryData data = RegistryData.open(Path.of(arguments[0]));
    try (RegistryServer server =
        RegistryServer.start(
            ServerOptions.plain("127.0.0.1", 0), data, Optional.of(data.target()), _ -> {})) {
      Path file = Path.of(arguments[1]);
      Path written = Files.writeString(Path.of(file + ".new"), "" + server.address().getPort());
      Files.move(written, file);
      new CountDownLatch(1).await();
    }
  }
}
