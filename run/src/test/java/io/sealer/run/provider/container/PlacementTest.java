package io.sealer.run.provider.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.run.clusterfile.HostGroup;
import io.sealer.run.provider.ProviderException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final Subnet NET = new Subnet("10.89.3");
  private static final Path TREE = Path.of("/tree");

  @Test
  void numbers_become_masters_and_workers_with_addresses_of_their_own() throws Exception {
    assertThat(place(List.of(), masters(1), workers(2)))
        .extracting(h -> h.name() + " " + h.address() + " " + h.roles())
        .containsExactly(
            "m1 10.89.3.11 [master]", "w1 10.89.3.101 [node]", "w2 10.89.3.102 [node]");
  }

  @Test
  void the_same_request_again_finds_the_same_hosts() throws Exception {
    var first = place(List.of(), masters(3), workers(2));
    assertThat(place(first, masters(3), workers(2))).isEqualTo(first);
  }

  @Test
  void a_larger_number_adds_and_a_smaller_one_drops_the_last() throws Exception {
    var first = place(List.of(), masters(1), workers(2));
    assertThat(place(first, masters(1), workers(3)))
        .containsAll(first)
        .extracting(HostState::name)
        .containsExactly("m1", "w1", "w2", "w3");
    assertThat(place(first, masters(1), workers(1)))
        .extracting(HostState::name)
        .containsExactly("m1", "w1");
  }

  @Test
  void a_host_named_by_address_is_not_taken_by_a_number() throws Exception {
    var first = place(List.of(), masters(1), workers(2));
    var mixed = place(first, workers(2), HostGroup.of("node", List.of("10.89.3.101")), masters(1));
    assertThat(mixed).extracting(HostState::name).containsExactly("w2", "w3", "w1", "m1");
    assertThat(mixed).extracting(HostState::address).doesNotHaveDuplicates();
  }

  @Test
  void an_address_outside_of_the_network_is_refused_with_the_ones_that_are_allowed() {
    assertThatThrownBy(() -> place(List.of(), HostGroup.of("master", List.of("10.1.0.1"))))
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> assertThat(e.hint()).contains("10.89.3.2 to 10.89.3.254"));
    assertThatThrownBy(() -> place(List.of(), HostGroup.of("master", List.of("10.89.3.1"))))
        .isInstanceOf(ProviderException.class);
  }

  @Test
  void what_is_remembered_of_a_host_survives_writing_and_reading() throws Exception {
    HostState host = place(List.of(), masters(1)).getFirst();
    assertThat(HostState.parse(host.json())).isEqualTo(host);
  }

  private static List<HostState> place(List<HostState> existing, HostGroup... groups)
      throws ProviderException {
    return Placement.place(List.of(groups), existing, NET, TREE);
  }

  private static HostGroup masters(int count) {
    return HostGroup.counted("master", count);
  }

  private static HostGroup workers(int count) {
    return HostGroup.counted("node", count);
  }
}
