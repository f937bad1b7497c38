package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.sealer.oci.OciException;
import io.sealer.share.registry.RegistryData;
import io.sealer.share.serve.Access;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryServerTest {
  @TempDir Path directory;
  private final List<Access> log = new CopyOnWriteArrayList<>();

  private RegistryServer start(ServerOptions options) throws IOException {
    RegistryData data = RegistryData.open(directory.resolve("data"));
    return RegistryServer.start(options, data, Optional.of(data.target()), log::add);
  }

  private Path users(String... pairs) throws IOException {
    var lines = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      String hash =
          BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, pairs[i + 1].toCharArray());
      lines.append(pairs[i]).append(':').append(hash).append('\n');
    }
    return Files.writeString(directory.resolve("users"), lines);
  }

  private static String basic(String user, String password) {
    byte[] pair = (user + ":" + password).getBytes(UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  @Test
  void only_users_with_their_passwords_come_in() throws Exception {
    ServerOptions options =
        ServerOptions.plain("127.0.0.1", 0).withUsers(users("deploy", "s3cret", "other", "x"));
    try (RegistryServer server = start(options);
        Client client = new Client(server.address())) {
      var refused = client.get("/v2/");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.code()).isEqualTo("UNAUTHORIZED");
      assertThat(refused.header("WWW-Authenticate")).contains("Basic realm=\"sealer registry\"");
      for (int again = 0; again < 2; again++) {
        assertThat(status(client, basic("deploy", "s3cret"))).isEqualTo(200);
        assertThat(status(client, basic("deploy", "wrong"))).isEqualTo(401);
        assertThat(status(client, basic("nobody", "s3cret"))).isEqualTo(401);
        assertThat(status(client, basic("other", "s3cret"))).isEqualTo(401);
        assertThat(status(client, "Basic !!!")).isEqualTo(401);
        assertThat(status(client, "Bearer abc")).isEqualTo(401);
      }
      assertThat(client.get("/metrics").status()).isEqualTo(401);
      assertThat(client.send("POST", "/v2/a/blobs/uploads/", new byte[0]).status()).isEqualTo(401);
      assertThat(log).noneMatch(access -> access.toString().contains("s3cret"));
      users("deploy", "changed since");
      assertThat(status(client, basic("deploy", "s3cret"))).isEqualTo(401);
      assertThat(status(client, basic("deploy", "changed since"))).isEqualTo(200);
      Files.writeString(directory.resolve("users"), "half-wri");
      assertThat(status(client, basic("deploy", "changed since"))).isEqualTo(200);
    }
  }

  private static int status(Client client, String authorization) throws Exception {
    return client.get("/v2/", "Authorization", authorization).status();
  }

  @Test
  void users_that_cannot_be_used_are_told_with_their_line() throws Exception {
    Path file = Files.writeString(directory.resolve("users"), "# comment\n\nme:{SHA}abc=\n");
    assertThatThrownBy(() -> start(ServerOptions.plain("127.0.0.1", 0).withUsers(file)))
        .isInstanceOf(OciException.class)
        .hasMessageContaining("users:3: is not USER:HASH")
        .hasMessageNotContaining("abc");
    Files.writeString(file, "\n");
    assertThatThrownBy(() -> start(ServerOptions.plain("127.0.0.1", 0).withUsers(file)))
        .hasMessageContaining("has no users");
  }

  @Test
  void it_does_not_listen_to_everybody_unless_that_was_said() throws Exception {
    assertThatThrownBy(() -> start(ServerOptions.plain("0.0.0.0", 0)))
        .isInstanceOfSatisfying(
            OciException.class, e -> assertThat(e.hint()).contains("--htpasswd"))
        .hasMessageContaining("refusing to listen on 0.0.0.0 without users");
    start(ServerOptions.plain("0.0.0.0", 0).withoutUsers()).close();
    start(ServerOptions.plain("0.0.0.0", 0).withUsers(users("a", "b"))).close();
    start(ServerOptions.plain("localhost", 0)).close();
  }

  @Test
  void an_address_that_is_taken_or_not_ours_is_told() throws Exception {
    try (RegistryServer server = start(ServerOptions.plain("127.0.0.1", 0))) {
      ServerOptions same = ServerOptions.plain("127.0.0.1", server.address().getPort());
      assertThatThrownBy(() -> start(same)).hasMessageContaining("cannot listen on 127.0.0.1:");
      assertThatThrownBy(() -> start(ServerOptions.plain("no.such.host.invalid", 0)))
          .hasMessageContaining("there is no address no.such.host.invalid");
    }
  }

  @Test
  void numbers_are_told_to_prometheus() throws Exception {
    try (RegistryServer server = start(ServerOptions.plain("127.0.0.1", 0));
        Client client = new Client(server.address())) {
      client.push("a", new byte[1000]);
      client.get("/v2/a/blobs/" + Client.digest("sha256", new byte[1000]));
      client.get("/v2/nothing");
      String text = client.get("/metrics").text();
      assertThat(text)
          .contains("sealer_registry_requests_total{method=\"POST\",code=\"201\"} 1\n")
          .contains("sealer_registry_requests_total{method=\"GET\",code=\"404\"} 1\n")
          .contains("sealer_registry_received_bytes_total 1000\n")
          .contains("sealer_registry_request_seconds_count 3\n")
          .contains("sealer_registry_connections 1\n");
      assertThat(text.lines().filter(line -> !line.startsWith("#")))
          .allMatch(line -> line.matches("[a-z_]+(\\{[^}]*})? [0-9.E+-]+"));
    }
  }

  @Test
  void a_read_only_registry_serves_and_refuses_the_rest() throws Exception {
    byte[] blob = "content".getBytes(UTF_8);
    Path data = directory.resolve("data");
    try (TestRegistry registry = new TestRegistry(data)) {
      registry.client.push("a", blob);
    }
    String path = "/v2/a/blobs/" + Client.digest("sha256", blob);
    try (RegistryServer server =
            RegistryServer.start(
                ServerOptions.plain("127.0.0.1", 0), RegistryData.openReadOnly(data), log::add);
        Client client = new Client(server.address())) {
      assertThat(client.get(path).body()).isEqualTo(blob);
      assertThat(client.delete(path).status()).isEqualTo(405);
      for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
        var refused = client.send(method, "/v2/a/blobs/uploads/", new byte[0]);
        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.text()).contains("read-only");
      }
    }
    assertThatThrownBy(() -> RegistryData.openReadOnly(directory.resolve("none")))
        .hasMessageContaining("is no registry's data directory");
  }

  @Test
  void the_log_has_no_secrets() throws Exception {
    ServerOptions options = ServerOptions.plain("127.0.0.1", 0).withUsers(users("me", "s3cret"));
    try (RegistryServer server = start(options);
        Client client = new Client(server.address())) {
      for (String authorization :
          List.of(basic("me", "s3cret"), basic("me", "wr0ng"), "Bearer t0k")) {
        client.get("/v2/a/tags/list?n=5&access_token=t0k&sig=t0k", "Authorization", authorization);
        client.get("/v2/token/t0k?password=s3cret", "Authorization", authorization);
      }
      String head = "GET http://me:s3cret@registry/v2/a/manifests/v1 HTTP/1.1\r\nHost: x\r\n\r\n";
      try (var socket = new Socket(server.address().getAddress(), server.address().getPort())) {
        socket.getOutputStream().write(head.getBytes(UTF_8));
        assertThat(socket.getInputStream().read()).isEqualTo('H');
      }
    }
    assertThat(log)
        .hasSize(7)
        .extracting(Access::toString)
        .anyMatch(l -> l.contains("tags/list?n=5"));
    for (String secret : List.of("s3cret", "wr0ng", "sig=t0k", "token=t0k", "czNjcmV0", "Bearer")) {
      assertThat(log).noneMatch(access -> access.toString().contains(secret));
    }
  }
}
