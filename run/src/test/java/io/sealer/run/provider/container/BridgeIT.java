package io.sealer.run.provider.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.run.provider.ProviderException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sealers with homes of their own, which know nothing of each other, on one kernel. */
class BridgeIT {
  private static final Subnet NET = new Subnet("10.89.251");
  @TempDir Path homes;

  private Bridge bridge(String home) {
    return new Bridge(NET, homes.resolve(home));
  }

  @AfterEach
  void remove() throws Exception {
    bridge("one").delete();
    bridge("two").delete();
  }

  @Test
  void only_one_cluster_gets_a_network_whoever_asks_again() throws Exception {
    assertThat(bridge("one").claim()).isTrue();
    assertThat(bridge("two").claim()).isFalse();
    assertThat(bridge("one").claim()).isTrue();
    assertThatThrownBy(() -> bridge("two").ensure())
        .isInstanceOf(ProviderException.class)
        .hasMessageContaining("taken by another cluster");
  }

  @Test
  void the_loser_does_not_remove_the_winners_bridge() throws Exception {
    assertThat(bridge("one").claim()).isTrue();
    bridge("two").delete();
    assertThat(bridge("one").exists()).isTrue();
    bridge("one").delete();
    assertThat(bridge("two").claim()).isTrue();
  }
}
