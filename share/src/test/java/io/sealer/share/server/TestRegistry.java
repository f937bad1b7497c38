package io.sealer.share.server;

import io.sealer.share.registry.RegistryData;
import io.sealer.share.serve.Access;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A registry on a free loopback port. */
final class TestRegistry implements AutoCloseable {
  final RegistryData data;
  final RegistryServer server;
  final Client client;
  final List<Access> log = new CopyOnWriteArrayList<>();

  TestRegistry(Path directory) throws IOException {
    data = RegistryData.open(directory);
    server =
        RegistryServer.start(
            ServerOptions.plain("127.0.0.1", 0), data, Optional.of(data.target()), log::add);
    client = new Client(server.address());
  }

  @Override
  public void close() throws IOException {
    client.close();
    server.close();
  }
}
