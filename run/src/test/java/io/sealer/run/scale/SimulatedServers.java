package io.sealer.run.scale;

import io.sealer.host.testing.SimulatedHosts;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.IntSummaryStatistics;
import java.util.Scanner;

/**
 * Simulated servers in a process of their own, so that what they cost can be told from what is
 * measured. Says where they are; answers each line of its input with what has happened since the
 * last, and ends with its input.
 */
final class SimulatedServers {
  private SimulatedServers() {}

  /** Arguments: how many, milliseconds of latency. */
  public static void main(String[] args) throws Exception {
    int count = Integer.parseInt(args[0]);
    Duration latency = Duration.ofMillis(Long.parseLong(args[1]));
    PrintStream out = System.out;
    try (var hosts = SimulatedHosts.start(count, latency, new FreshServers());
        var in = new Scanner(System.in, StandardCharsets.UTF_8)) {
      out.println(hosts.port());
      out.println(hosts.key());
      out.println(String.join(",", hosts.addresses()));
      while (in.hasNextLine()) {
        in.nextLine();
        IntSummaryStatistics connections =
            hosts.addresses().stream().mapToInt(hosts::connections).summaryStatistics();
        double asked =
            hosts.addresses().stream().mapToInt(a -> hosts.asked(a).size()).average().orElse(0);
        hosts.forget();
        out.printf("%d %d %.1f%n", connections.getMin(), connections.getMax(), asked);
      }
    }
  }
}
