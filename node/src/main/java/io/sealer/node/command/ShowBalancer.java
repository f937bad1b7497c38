package io.sealer.node.command;

import io.sealer.node.api.BalancerConfig;
import io.sealer.node.balancer.Balancers;
import io.sealer.oci.OciException;
import io.sealer.oci.json.JsonOut;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Tells where the kernel sends connections to the virtual address. */
public final class ShowBalancer implements Command {
  private static final Duration PAUSE = Duration.ofMillis(100);

  @Override
  public void run(Arguments arguments, Terminal terminal)
      throws IOException, UsageException, InterruptedException {
    arguments.allow("--config", "--within");
    Path file = arguments.path("--config").resolveSibling(BalancerConfig.FILE);
    BalancerConfig config = Balancers.read(file);
    long deadline = System.nanoTime() + arguments.number("--within", 0) * 1_000_000_000L;
    while (true) {
      Optional<Balancers.State> state = Balancers.state(config);
      if (state.isPresent()) {
        terminal.tell(new String(json(config, state.get()), StandardCharsets.UTF_8));
        return;
      }
      if (System.nanoTime() >= deadline) {
        throw new OciException(
            "the kernel has no rules for " + config.virtual(),
            "'systemctl status sealer-node' on the host tells why the agent makes none");
      }
      Thread.sleep(PAUSE);
    }
  }

  private static byte[] json(BalancerConfig config, Balancers.State state) {
    return JsonOut.object(
        out ->
            out.text("kind", state.kind())
                .text("virtual", config.virtual().toString())
                .objects(
                    "servers",
                    config.servers(),
                    (o, server) ->
                        o.text("at", server.toString())
                            .flag("used", isUsed(state, Balancers.socket(server)))));
  }

  private static boolean isUsed(Balancers.State state, InetSocketAddress server) {
    return state.servers().contains(server);
  }
}
