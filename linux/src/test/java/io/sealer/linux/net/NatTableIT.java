package io.sealer.linux.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.linux.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatTableIT {
  private static final InetAddress VIRTUAL = InetAddress.ofLiteral("10.103.97.2");
  private static final InetAddress OWN = InetAddress.ofLiteral("10.99.1.100");
  private static final NatTable TABLE = new NatTable("sealer-test");
  private static final List<InetSocketAddress> SERVERS =
      List.of(at("10.99.1.1"), at("10.99.1.2"), at("10.99.1.3"));

  private final List<AutoCloseable> open = new ArrayList<>();
  private NetworkNamespace client;
  private NetworkNamespace masters;

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 6443);
  }

  private static Backends to(InetSocketAddress... servers) {
    return new Backends(VIRTUAL, 6443, List.of(servers));
  }

  @BeforeEach
  void make_a_client_and_three_masters() throws Exception {
    masters = NetworkNamespace.create();
    open.add(masters);
    client = NetworkNamespace.create();
    open.add(client);
    client.connect("10.99.1.100/24", masters, "10.99.1.1/24");
    masters.run("ip", "address", "add", "10.99.1.2/24", "dev", "net0");
    masters.run("ip", "address", "add", "10.99.1.3/24", "dev", "net0");
    for (InetSocketAddress server : SERVERS) {
      open.add(EchoServer.start(masters, server));
    }
    client.inside(
        () -> {
          HostRoutes.add(VIRTUAL, OWN);
          return true;
        });
  }

  @AfterEach
  void remove_everything() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private static Socket connect() throws IOException {
    var socket = new Socket();
    socket.connect(new InetSocketAddress(VIRTUAL, 6443), 2000);
    socket.setSoTimeout(5000);
    return socket;
  }

  /** Who answered, and who it thinks is asking. */
  private static String greeting(Socket socket) throws IOException {
    return new BufferedReader(
            new InputStreamReader(socket.getInputStream(), java.nio.charset.StandardCharsets.UTF_8))
        .readLine();
  }

  @Test
  void connections_are_spread_over_all_servers_and_come_from_the_hosts_own_address()
      throws Exception {
    Map<String, Integer> answers =
        client.inside(
            () -> {
              TABLE.replace(to(SERVERS.toArray(InetSocketAddress[]::new)));
              var counted = new HashMap<String, Integer>();
              for (int i = 0; i < 90; i++) {
                try (Socket socket = connect()) {
                  counted.merge(greeting(socket), 1, Integer::sum);
                }
              }
              return counted;
            });
    assertThat(answers)
        .containsOnlyKeys(
            "10.99.1.1 10.99.1.100", "10.99.1.2 10.99.1.100", "10.99.1.3 10.99.1.100");
    assertThat(answers.values()).allSatisfy(count -> assertThat(count).isGreaterThan(10));
  }

  @Test
  void what_the_kernel_holds_is_known_and_foreign_hands_are_noticed() throws Exception {
    client.inside(
        () -> {
          Backends wanted = to(SERVERS.get(0), SERVERS.get(2));
          assertThat(TABLE.servers(wanted)).isEmpty();
          TABLE.replace(wanted);
          assertThat(TABLE.servers(wanted)).contains(wanted.servers());
          client.run("nft", "flush", "chain", "ip", TABLE.name(), "output");
          return assertThat(TABLE.servers(wanted)).isEmpty();
        });
  }

  @Test
  void nothing_is_left_after_removal_and_removing_twice_is_no_error() throws Exception {
    String rules =
        client.inside(
            () -> {
              TABLE.replace(to(SERVERS.get(0)));
              TABLE.remove();
              TABLE.remove();
              HostRoutes.remove(VIRTUAL);
              HostRoutes.remove(VIRTUAL);
              return client.run("nft", "list", "ruleset") + client.run("ip", "route");
            });
    assertThat(rules).doesNotContain(TABLE.name()).doesNotContain("10.103.97.2");
  }

  @Test
  void a_connection_with_a_server_that_is_gone_is_ended_at_once() throws Exception {
    client.inside(
        () -> {
          TABLE.replace(to(SERVERS.get(1)));
          try (Socket socket = connect()) {
            assertThat(greeting(socket)).startsWith("10.99.1.2");
            masters.run("ip", "address", "delete", "10.99.1.2/24", "dev", "net0");
            TABLE.replace(to(SERVERS.get(0)));
            var forgotten = Conntrack.forget(to().front(), server -> server.equals(SERVERS.get(1)));
            assertThat(forgotten).hasSize(1);
            assertThat(forgotten.getFirst().client().getPort()).isEqualTo(socket.getLocalPort());
            TcpSockets.destroy(forgotten.getFirst().client(), to().front());
            assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class);
          }
          try (Socket again = connect()) {
            return assertThat(greeting(again)).startsWith("10.99.1.1");
          }
        });
  }

  @Test
  void a_forgotten_connection_is_reset_by_the_next_packet() throws Exception {
    client.inside(
        () -> {
          TABLE.replace(to(SERVERS.get(1)));
          try (Socket socket = connect()) {
            greeting(socket);
            TABLE.replace(to(SERVERS.get(0)));
            Conntrack.forget(to().front(), server -> true);
            socket.getOutputStream().write('x');
            return assertThatThrownBy(() -> socket.getInputStream().read())
                .isInstanceOf(SocketException.class)
                .hasMessageContaining("reset");
          }
        });
  }

  @Test
  void the_rules_are_replaced_under_load_without_a_failed_connection() throws Exception {
    client.inside(
        () -> {
          TABLE.replace(to(SERVERS.get(0)));
          for (int i = 0; i < 300; i++) {
            if (i % 3 == 0) {
              TABLE.replace(to(SERVERS.get(i % 2), SERVERS.get(2)));
            }
            try (Socket socket = connect()) {
              assertThat(greeting(socket)).startsWith("10.99.1.");
            }
          }
          return true;
        });
  }
}
