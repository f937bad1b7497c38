package io.sealer.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.linux.Attributes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PacketRulesTest {
  private static final InetAddress VIRTUAL = InetAddress.ofLiteral("10.103.97.2");

  private static InetSocketAddress at(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }

  @Test
  void ipvs_lists_connections_in_hexadecimal() {
    String line = "TCP 0A580065 B7C2 0A676102 192B 0A58000B 192B ESTABLISHED     899";
    assertThat(Ipvs.connection(line, at("10.103.97.2", 6443)))
        .contains(new Tracked(at("10.88.0.101", 0xb7c2), at("10.88.0.11", 6443)));
    assertThat(Ipvs.connection(line, at("10.103.97.3", 6443))).isEmpty();
    assertThat(Ipvs.connection(line.replace("TCP", "UDP"), at("10.103.97.2", 6443))).isEmpty();
  }

  @Test
  void an_ipvs_service_is_named_by_family_protocol_address_and_port_in_network_order() {
    var backends = new Backends(VIRTUAL, 6443, List.of());
    var values = Attributes.parse(Ipvs.service(backends, true).toBytes()).get(1);
    var service = Attributes.parse(Optional.ofNullable(values).orElseThrow());
    assertThat(service.get(3)).hasSize(16).startsWith(10, 103, 97, 2);
    assertThat(service.get(4)).containsExactly(0x19, 0x2b);
    assertThat(service.get(6)).containsExactly('r', 'r', 0);
    assertThat(service).containsOnlyKeys(1, 2, 3, 4, 6, 7, 8, 9);
  }

  @Test
  void a_socket_to_end_is_named_by_both_ends() {
    byte[] request = TcpSockets.request(at("10.88.0.5", 40_000), at("10.103.97.2", 6443));
    assertThat(request).hasSize(56);
    var in = ByteBuffer.wrap(request);
    assertThat(in.get()).isEqualTo((byte) 2);
    assertThat(in.get()).isEqualTo((byte) 6);
    assertThat(Short.toUnsignedInt(in.getShort(8))).isEqualTo(40_000);
    assertThat(Short.toUnsignedInt(in.getShort(10))).isEqualTo(6443);
    assertThat(in.get(12)).isEqualTo((byte) 10);
    assertThat(in.get(28 + 1)).isEqualTo((byte) 103);
    assertThat(in.getInt(48)).isEqualTo(-1);
  }

  @Test
  void the_tracked_direction_of_a_connection_is_read_for_tcp_only() {
    assertThat(Conntrack.Tuple.parse(tuple(6)))
        .contains(new Conntrack.Tuple(at("10.0.0.1", 1000), at("10.103.97.2", 6443)));
    assertThat(Conntrack.Tuple.parse(tuple(17))).isEmpty();
    assertThat(Conntrack.Tuple.parse(new byte[0])).isEmpty();
  }

  private static byte[] tuple(int protocol) {
    return new Attributes()
        .nested(1, ip -> ip.bytes(1, new byte[] {10, 0, 0, 1}).bytes(2, VIRTUAL.getAddress()))
        .nested(2, p -> p.u8(1, protocol).be16(2, 1000).be16(3, 6443))
        .toBytes();
  }

  @Test
  void servers_survive_being_written_as_comments_of_rules() {
    for (var server : List.of(at("10.0.0.1", 6443), at("fd00::1", 6443))) {
      assertThat(Backends.parse(Backends.text(server))).isEqualTo(server);
    }
  }

  @Test
  void servers_of_another_family_are_refused() {
    assertThatThrownBy(() -> new Backends(VIRTUAL, 6443, List.of(at("fd00::1", 6443))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("family");
  }
}
