package io.sealer.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.OciException;
import java.util.List;
import org.junit.jupiter.api.Test;

class BalancerConfigTest {
  private static final BalancerConfig CONFIG =
      BalancerConfig.of(
          new Endpoint("10.103.97.2", 6443),
          "10.0.0.9",
          List.of(new Endpoint("10.0.0.1", 6443), new Endpoint("10.0.0.2", 6443)));

  @Test
  void the_file_is_read_as_it_was_written() throws Exception {
    assertThat(BalancerConfig.parse(CONFIG.toJson())).isEqualTo(CONFIG);
  }

  @Test
  void a_malformed_file_is_refused_with_its_place() {
    String text = new String(CONFIG.toJson(), UTF_8).replace("10.0.0.9", "nowhere");
    assertThatThrownBy(() -> BalancerConfig.parse(text.getBytes(UTF_8)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void servers_of_another_address_family_are_refused() {
    assertThatThrownBy(
            () -> BalancerConfig.of(CONFIG.virtual(), "10.0.0.9", List.of(new Endpoint("::1", 1))))
        .hasMessageContaining("two families");
  }
}
