package io.sealer.node.command;

import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.BalancerConfig;
import io.sealer.node.balancer.Guard;
import io.sealer.node.serve.Agent;
import io.sealer.node.serve.AgentLog;
import io.sealer.node.serve.LiveConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;

/** Runs the agent until the process is told to end. */
public final class Serve implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal)
      throws IOException, UsageException, InterruptedException {
    var path = arguments.allow("--config").path("--config");
    var log = new AgentLog(terminal.out(), terminal.err());
    var config = LiveConfig.of(path, log);
    Agent agent = Agent.start(config, log);
    tell(AgentPaths.ANSWERS, new byte[0]);
    Guard guard =
        Guard.start(
            path.resolveSibling(BalancerConfig.FILE),
            rules -> tell(AgentPaths.BALANCED, rules.toJson()),
            log);
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  guard.close();
                  agent.close();
                  ended.countDown();
                },
                "stop"));
    ended.await();
  }

  /** A file can be waited for without a program that asks; outside its unit nobody waits. */
  private static void tell(Path file, byte[] content) throws IOException {
    if (Files.isDirectory(AgentPaths.RUNTIME)) {
      Path fresh = file.resolveSibling(file.getFileName() + ".new");
      Files.write(fresh, content);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
