package io.sealer.node.command;

import io.sealer.node.api.Endpoint;
import io.sealer.node.balancer.Readiness;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Waits until an API server serves: one program that asks often costs less than many kubectl. */
public final class ApiReady implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal)
      throws IOException, UsageException, InterruptedException {
    arguments.allow("--server", "--authority", "--within");
    Endpoint server = server(arguments);
    Path authority = arguments.path("--authority");
    int seconds = arguments.number("--within", 0);
    Optional<String> late = Readiness.await(server, authority, Duration.ofSeconds(seconds));
    if (late.isPresent()) {
      throw new OciException(
          "the API server at %s is not ready after %d s: %s".formatted(server, seconds, late.get()),
          "the logs of its container tell why");
    }
    terminal.tell("ready");
  }

  private static Endpoint server(Arguments arguments) throws UsageException {
    String text =
        arguments
            .text("--server")
            .orElseThrow(() -> new UsageException("option --server is missing"));
    try {
      return Endpoint.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("option --server: " + e.getMessage());
    }
  }
}
