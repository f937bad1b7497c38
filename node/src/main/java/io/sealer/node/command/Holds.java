package io.sealer.node.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.serve.LiveConfig;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.util.List;

/** Asks the running mirror for images by name, as the container runtime does. */
public final class Holds implements Command {
  private static final int PATIENCE_MILLIS = 20_000;

  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    AgentConfig config = LiveConfig.read(arguments.allow("--config").path("--config"));
    var in = new BufferedReader(new InputStreamReader(terminal.in(), UTF_8));
    List<String> names = in.lines().filter(line -> !line.isBlank()).toList();
    for (String name : names) {
      if (!isHeld(config, name)) {
        terminal.tell(name);
      }
    }
  }

  private static boolean isHeld(AgentConfig config, String name) throws IOException {
    Reference image;
    try {
      image = Reference.parse(name);
    } catch (IllegalArgumentException e) {
      return false;
    }
    String path =
        "/v2/%s/manifests/%s?ns=%s"
            .formatted(
                image.repository(), image.selector(), URLEncoder.encode(image.registry(), UTF_8));
    URI uri = URI.create("http://" + config.mirror() + path);
    var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setRequestMethod("HEAD");
    connection.setReadTimeout(PATIENCE_MILLIS);
    int status = connection.getResponseCode();
    if (status != 200 && status != 404) {
      throw new OciException(
          "the mirror answers %d to %s".formatted(status, name),
          "journalctl -u sealer-node tells why");
    }
    return status == 200;
  }
}
