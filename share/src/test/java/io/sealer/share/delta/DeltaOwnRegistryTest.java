package io.sealer.share.delta;

import io.sealer.share.registry.RegistryData;
import io.sealer.share.server.RegistryServer;
import io.sealer.share.server.ServerOptions;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Our own registry server, which lists referrers. */
class DeltaOwnRegistryTest extends DeltaRegistryContract {
  private Optional<RegistryServer> server = Optional.empty();

  @BeforeEach
  void start() throws IOException {
    RegistryData data = RegistryData.open(directory.resolve("registry"));
    server =
        Optional.of(
            RegistryServer.start(
                ServerOptions.plain("127.0.0.1", 0),
                data,
                Optional.of(data.target()),
                access -> {}));
  }

  @AfterEach
  void stop() throws IOException {
    if (server.isPresent()) {
      server.get().close();
    }
  }

  @Override
  String registry() throws IOException {
    return "127.0.0.1:" + server.orElseThrow().address().getPort();
  }
}
