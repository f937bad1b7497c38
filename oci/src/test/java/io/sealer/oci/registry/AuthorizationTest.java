package io.sealer.oci.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Index;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import io.sealer.oci.registry.http.HttpTransport;
import io.sealer.oci.registry.http.Proxies;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who is shown what: registry, token server, and whoever else is met on the way. */
class AuthorizationTest {
  private static final Credential.Basic ME = new Credential.Basic("me", "hunter2");

  private final byte[] content = OciJson.write(Index.of(List.of(), Map.of()));
  private final List<String> forms = new CopyOnWriteArrayList<>();
  private FaultyRegistry registry;
  private Reference name;

  @BeforeEach
  void start() throws IOException {
    registry = new FaultyRegistry();
    registry.addManifest("1", Descriptor.of(MediaTypes.INDEX, content), content);
    name = registry.name("team/app:1");
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  private static RegistryClient client(Credential credential) {
    var retry = new RetryPolicy(2, Duration.ofMillis(5), Duration.ofSeconds(1));
    return new RegistryClient(
        RegistryOptions.defaults().withRetry(retry).withCredentials(_ -> Optional.of(credential)));
  }

  @Test
  void the_password_goes_to_the_token_server_and_the_token_to_the_registry() throws Exception {
    registry.demandTokens();
    try (var client = client(ME)) {
      client.resolve(name);
    }
    assertThat(registry.seen("GET", "/token").getFirst().header("Authorization"))
        .contains(ME.header());
    assertThat(registry.seen("HEAD", "/manifests/"))
        .extracting(seen -> seen.header("Authorization"))
        .containsExactly(Optional.empty(), Optional.of("Bearer token-0"));
  }

  @Test
  void an_identity_token_is_exchanged_in_the_body_of_a_request() throws Exception {
    List<String> valid = registry.demandTokens();
    registry.once(
        "POST",
        "/token",
        exchange -> {
          forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          valid.add("exchanged");
          byte[] answer = "{\"access_token\":\"exchanged\",\"expires_in\":300}".getBytes(UTF_8);
          FaultyRegistry.answer(exchange, 200, answer);
        });
    try (var client = client(new Credential.IdentityToken("refresh me"))) {
      client.resolve(name);
    }
    assertThat(forms.getFirst())
        .contains("grant_type=refresh_token")
        .contains("refresh_token=refresh+me")
        .contains("service=test")
        .contains("scope=repository%3Ateam%2Fapp%3Apull");
    assertThat(registry.seen("POST", "/token").getFirst().path()).doesNotContain("refresh");
  }

  @Test
  void a_refused_login_names_the_user_but_not_the_password() {
    registry.once("GET", "/token", e -> FaultyRegistry.error(e, 401, "UNAUTHORIZED"));
    registry.demandTokens();
    try (var client = client(ME)) {
      assertThatThrownBy(() -> client.resolve(name))
          .isInstanceOf(RegistryException.Unauthorized.class)
          .hasMessageContaining("user me was refused")
          .hasMessageNotContaining("hunter2");
    }
  }

  @Test
  void basic_credentials_are_shown_from_the_second_request_on() throws Exception {
    for (String method : List.of("HEAD", "GET")) {
      registry.always(method, "/v2/", this::demandPassword);
    }
    try (var client = client(ME)) {
      client.resolve(name);
      client.manifest(name);
    }
    assertThat(registry.seen("HEAD", "/manifests/")).hasSize(2);
    assertThat(registry.seen("GET", "/manifests/")).hasSize(1);
  }

  private void demandPassword(HttpExchange exchange) throws IOException {
    if (ME.header().equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      registry.serve(exchange);
    } else {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"x\"");
      FaultyRegistry.error(exchange, 401, "UNAUTHORIZED");
    }
  }

  @Test
  void a_login_is_verified_even_where_everybody_may_read() throws Exception {
    registry.always(
        "GET",
        "/v2/",
        exchange -> {
          String shown = exchange.getRequestHeaders().getFirst("Authorization");
          boolean right = shown == null || shown.equals(ME.header());
          FaultyRegistry.answer(exchange, right ? 200 : 401, "{}".getBytes(UTF_8));
        });
    try (var client = client(ME)) {
      client.verify(registry.host(), ME);
      assertThatThrownBy(() -> client.verify(registry.host(), new Credential.Basic("me", "wrong")))
          .isInstanceOfSatisfying(
              RegistryException.Unauthorized.class,
              e -> assertThat(e.hint()).isEqualTo("check the user name and the password"));
    }
  }

  @Test
  void a_password_never_goes_to_a_token_server_in_the_clear() throws Exception {
    try (var wire = wire()) {
      var endpoint = new Endpoint("quay.io", URI.create("https://quay.io"));
      var operation = new Operation(endpoint, "test", List.of());
      for (String realm : List.of("http://evil.example/token", "ftp://x/", "/token", "::")) {
        var challenge = new Challenge("bearer", Map.of("realm", realm));
        assertThatThrownBy(
                () ->
                    new Tokens(wire)
                        .header(
                            operation,
                            endpoint.base(),
                            challenge,
                            Optional.of(ME),
                            Optional.empty()))
            .as(realm)
            .isInstanceOf(RegistryException.Protocol.class);
      }
    }
  }

  @Test
  void tls_is_never_left_by_a_redirect() throws Exception {
    try (var wire = wire()) {
      var endpoint = new Endpoint("quay.io", URI.create("https://quay.io"));
      var operation = new Operation(endpoint, "test", List.of());
      URI from = endpoint.api("a/blobs/uploads/");
      assertThatThrownBy(() -> wire.resolve(operation, from, "http://cdn.example/x"))
          .isInstanceOf(RegistryException.Protocol.class)
          .hasMessageContaining("plain HTTP");
      assertThat(wire.resolve(operation, from, "http://quay.io/v2/up?a=b"))
          .isEqualTo(URI.create("https://quay.io/v2/up?a=b"));
      assertThat(wire.resolve(operation, from, "/v2/other"))
          .isEqualTo(URI.create("https://quay.io/v2/other"));
      assertThat(wire.resolve(operation, from, "http://plain.example/x"))
          .isEqualTo(URI.create("http://plain.example/x"));
    }
  }

  private static Wire wire() {
    Hosts hosts = Hosts.DEFAULT.withPlainHttp("plain.example");
    var transport =
        new HttpTransport(
            new TlsSockets(hosts), RegistryOptions.defaults().timeouts(), Proxies.NONE);
    return new Wire(transport, hosts, RetryPolicy.DEFAULT);
  }
}
