package io.sealer.run.provider.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.run.provider.ProviderException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SubnetTest {
  @Test
  void names_in_the_kernel_follow_from_the_network_and_are_short_enough() {
    var subnet = new Subnet("192.168.255");
    assertThat(subnet.bridge()).isEqualTo("sealer-c0a8ff").hasSizeLessThan(16);
    assertThat("vb-" + subnet.id() + "-w99").hasSizeLessThan(16);
  }

  @Test
  void a_network_that_is_in_use_is_passed_over() throws Exception {
    Subnet first = Subnet.choose("c", net -> true);
    Subnet second = Subnet.choose("c", net -> !net.equals(first));
    assertThat(second).isNotEqualTo(first);
    assertThat(second.prefix()).startsWith("10.89.");
    assertThatThrownBy(() -> Subnet.choose("c", net -> false))
        .isInstanceOf(ProviderException.class);
  }

  @Test
  void routes_of_any_length_make_their_networks_unfree() {
    var routes =
        new Routes(
            List.of(
                Routes.route("br0\t0007590A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0"),
                Routes.route("br1\t0000A8C0\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0"),
                Routes.route("br2\t8009590A\t00000000\t0001\t0\t0\t0\t80FFFFFF\t0\t0\t0")));
    assertThat(routes.free(new Subnet("10.89.7"))).isFalse();
    assertThat(routes.free(new Subnet("10.89.8"))).isTrue();
    assertThat(routes.free(new Subnet("192.168.77"))).isFalse();
    assertThat(routes.free(new Subnet("10.89.9"))).isFalse();
  }

  @Test
  void addresses_of_hosts_are_two_to_254() {
    var subnet = new Subnet("10.89.7");
    assertThat(List.of("10.89.7.2", "10.89.7.254")).allMatch(subnet::holds);
    assertThat(List.of("10.89.7.0", "10.89.7.1", "10.89.7.255", "10.89.7.", "10.89.70.3"))
        .noneMatch(subnet::holds);
  }

  @Test
  void what_is_no_address_is_refused() {
    assertThatThrownBy(() -> Subnet.of("fd00::1")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Subnet.of("10.300.1.1")).isInstanceOf(IllegalArgumentException.class);
  }
}
