package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.AgentConfig;
import io.sealer.run.clusterfile.Cluster;
import io.sealer.run.clusterfile.ClusterHost;
import io.sealer.run.clusterfile.ClusterfileReader;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AgentSettingsTest {
  private static Cluster cluster(String local) throws Exception {
    return ClusterfileReader.read(
            "c",
            """
            apiVersion: sealer.io/v2
            kind: Cluster
            spec:
              hosts:
              - {ips: [10.0.0.1-10.0.0.2], roles: [master]}
              - {ips: [10.0.0.8-10.0.0.9], roles: [node]}
              registry: {localRegistry: {%s}}
            """
                .formatted(local))
        .cluster();
  }

  private static List<String> peers(Cluster cluster, int host) {
    ClusterHost of = cluster.hosts().get(host);
    return AgentSettings.of(cluster, of).peers().stream().map(AgentConfig.Peer::name).toList();
  }

  @Test
  void masters_are_asked_unless_other_hosts_hold_the_images() throws Exception {
    Cluster usual = cluster("");
    assertThat(peers(usual, 0)).containsExactly("10.0.0.2");
    assertThat(peers(usual, 2)).containsExactly("10.0.0.1", "10.0.0.2");

    Cluster own = cluster("deployHosts: [10.0.0.9, 10.0.0.2]");
    assertThat(peers(own, 0)).containsExactly("10.0.0.9", "10.0.0.2");
    assertThat(peers(own, 2)).containsExactly("10.0.0.9", "10.0.0.2", "10.0.0.1");
    assertThat(peers(own, 3)).containsExactly("10.0.0.2", "10.0.0.1");
  }

  @Test
  void nobody_is_asked_when_a_registry_outside_has_the_images() throws Exception {
    Cluster outside = cluster("}, externalRegistry: {domain: harbor.example");
    assertThat(peers(outside, 0)).isEmpty();
    assertThat(peers(outside, 3)).isEmpty();
  }

  @Test
  void the_mirror_stands_for_the_traditional_name_and_for_the_configured_one() throws Exception {
    Cluster usual = cluster("");
    assertThat(AgentSettings.of(usual, usual.hosts().getFirst()).ownNames())
        .containsExactly("sea.hub:5000");
    Cluster other = cluster("domain: images.example, port: 443");
    assertThat(AgentSettings.of(other, other.hosts().getFirst()).ownNames())
        .containsExactly("sea.hub:5000", "images.example:443");
  }
}
