package io.sealer.node.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.serve.LiveConfig;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;

/** Asks the running agent how it is, until it answers or the time is over; prints the answer. */
public final class Health implements Command {
  private static final Duration PAUSE = Duration.ofMillis(50);

  @Override
  public void run(Arguments arguments, Terminal terminal)
      throws IOException, UsageException, InterruptedException {
    arguments.allow("--config", "--within");
    AgentConfig config = LiveConfig.read(arguments.path("--config"));
    long deadline = System.nanoTime() + arguments.number("--within", 0) * 1_000_000_000L;
    URI uri = URI.create("http://" + config.mirror() + "/healthz");
    while (true) {
      try {
        terminal.tell(ask(uri));
        return;
      } catch (IOException e) {
        if (System.nanoTime() >= deadline) {
          throw new OciException(
              "the agent does not answer at " + uri + ": " + e.getMessage(),
              "look at 'systemctl status sealer-node' and 'journalctl -u sealer-node' on the host",
              e);
        }
      }
      Thread.sleep(PAUSE);
    }
  }

  private static String ask(URI uri) throws IOException {
    var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(2000);
    connection.setReadTimeout(5000);
    if (connection.getResponseCode() != 200) {
      throw new IOException("status " + connection.getResponseCode());
    }
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readNBytes(1 << 20), UTF_8).strip();
    }
  }
}
