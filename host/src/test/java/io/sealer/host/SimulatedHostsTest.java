package io.sealer.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.testing.SimulatedHosts;
import io.sealer.host.testing.SimulatedHosts.Answer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That simulated machines look like machines to our own client. */
class SimulatedHostsTest {
  @TempDir Path directory;

  @Test
  void a_simulated_machine_answers_as_told_and_counts_who_comes() throws Exception {
    Duration latency = Duration.ofMillis(30);
    try (var hosts =
        SimulatedHosts.start(
            2,
            latency,
            (address, script) ->
                new Answer("name", script.contains("hostname") ? address + "\n" : "", 3))) {
      var known = new KnownHosts(directory.resolve("known_hosts"), first -> {});
      String second = hosts.addresses().get(1);

      try (Session session = Connector.create(known).connect(hosts.root(second))) {
        ExecResult result = session.exec(Command.of("hostname"));
        assertThat(result.text()).isEqualTo(second);
        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.took()).isGreaterThan(latency.multipliedBy(2));
      }
      assertThat(hosts.connections(second)).isEqualTo(1);
      assertThat(hosts.connections(hosts.addresses().getFirst())).isZero();
      assertThat(hosts.asked(second)).containsExactly("name");
    }
  }
}
