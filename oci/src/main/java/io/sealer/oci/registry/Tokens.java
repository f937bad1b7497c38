package io.sealer.oci.registry;

import io.sealer.oci.registry.http.Body;
import io.sealer.oci.registry.http.Request;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Bearer tokens by registry and scope (Docker token authentication specification). A token is
 * fetched by one thread while the others that need it wait. Thread-safe.
 */
final class Tokens {
  private static final int LIMIT = 1 << 20;
  private static final Duration USUAL_LIFE = Duration.ofSeconds(60);

  private final Wire wire;
  private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

  Tokens(Wire wire) {
    this.wire = wire;
  }

  private record Key(String registry, List<String> scopes) {}

  private record Token(String header, Instant until) {}

  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    Optional<Token> token = Optional.empty();
  }

  /**
   * The header with a token that is valid now.
   *
   * @param refused a header that the registry did not accept: it is not answered again
   */
  String header(
      Operation operation,
      URI uri,
      Challenge challenge,
      Optional<Credential> credential,
      Optional<String> refused)
      throws IOException {
    String registry = operation.endpoint().registry();
    Slot slot = slots.computeIfAbsent(new Key(registry, operation.scopes()), _ -> new Slot());
    slot.lock.lock();
    try {
      Optional<Token> usable =
          slot.token.filter(
              t -> t.until().isAfter(Instant.now()) && !refused.equals(Optional.of(t.header())));
      if (usable.isEmpty()) {
        usable = Optional.of(fetch(operation, uri, challenge, credential));
        slot.token = usable;
      }
      return usable.get().header();
    } finally {
      slot.lock.unlock();
    }
  }

  private Token fetch(
      Operation operation, URI uri, Challenge challenge, Optional<Credential> credential)
      throws IOException {
    URI realm = realm(operation, uri, challenge);
    var scopes = new ArrayList<>(operation.scopes());
    challenge.scopes().stream().filter(s -> !scopes.contains(s)).forEach(scopes::add);
    Optional<String> service = challenge.parameter("service");
    var asker = new Operation(tokenServer(operation, realm), operation.what(), scopes);
    Optional<String> basic =
        credential.flatMap(
            c -> c instanceof Credential.Basic b ? Optional.of(b.header()) : Optional.empty());
    Request request =
        credential.isPresent() && credential.get() instanceof Credential.IdentityToken identity
            ? exchange(realm, service, scopes, identity)
            : get(realm, service, scopes);
    try (Reply reply = wire.send(asker, request, basic)) {
      if (reply.status() / 100 != 2) {
        throw refused(operation, realm, reply, credential);
      }
      return parse(operation, realm, reply.response().read(LIMIT));
    }
  }

  /** Credentials go to the realm only, as if it were the registry. */
  private static Endpoint tokenServer(Operation operation, URI realm) {
    return new Endpoint(operation.endpoint().registry(), realm.resolve("/"));
  }

  private URI realm(Operation operation, URI uri, Challenge challenge) throws IOException {
    String text = challenge.parameter("realm").orElse("");
    URI realm;
    try {
      realm = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw Failures.protocol(operation, uri, "the token server's address is malformed");
    }
    if (realm.getHost() == null || !mayBeTold(operation, realm)) {
      throw Failures.protocol(
          operation,
          uri,
          "the token server's address is not a https address: " + Failures.shown(realm));
    }
    return realm;
  }

  /** Credentials travel over TLS, or in the clear where the user already allowed that. */
  private boolean mayBeTold(Operation operation, URI realm) {
    return switch (String.valueOf(realm.getScheme())) {
      case "https" -> true;
      case "http" ->
          "http".equals(operation.endpoint().base().getScheme())
              || wire.hosts().scheme(realm.getAuthority()).equals("http");
      default -> false;
    };
  }

  private static Request get(URI realm, Optional<String> service, List<String> scopes) {
    var query = parameters("client_id=sealer", service);
    scopes.forEach(scope -> query.append("&scope=").append(encoded(scope)));
    return Request.of("GET", URI.create(realm + (realm.getRawQuery() == null ? "?" : "&") + query));
  }

  /** OAuth 2: the scopes stand in one parameter. */
  private static Request exchange(
      URI realm, Optional<String> service, List<String> scopes, Credential.IdentityToken identity) {
    var form = parameters("grant_type=refresh_token&client_id=sealer", service);
    form.append("&scope=").append(encoded(String.join(" ", scopes)));
    form.append("&refresh_token=").append(encoded(identity.token()));
    return Request.of("POST", realm)
        .withHeader("Content-Type", "application/x-www-form-urlencoded")
        .withBody(Body.of(form.toString().getBytes(StandardCharsets.UTF_8)));
  }

  private static StringBuilder parameters(String first, Optional<String> service) {
    var text = new StringBuilder(first);
    service.ifPresent(name -> text.append("&service=").append(encoded(name)));
    return text;
  }

  private static Token parse(Operation operation, URI realm, byte[] body) throws IOException {
    try {
      JsonNode json = Json.MAPPER.readTree(body);
      String token = json.path("token").asString(json.path("access_token").asString(""));
      if (token.isEmpty() || !token.matches("[\\x21-\\x7e]+")) {
        throw Failures.protocol(operation, realm, "the token server sent no token");
      }
      long life = json.path("expires_in").asLong(USUAL_LIFE.toSeconds());
      // A token is not used in its last moments: the request takes time to get there.
      long used = Math.max(1, life - Math.min(10, life / 4));
      return new Token("Bearer " + token, Instant.now().plusSeconds(Math.min(used, 1 << 20)));
    } catch (JacksonException e) {
      throw Failures.protocol(operation, realm, "the token server's answer is not JSON");
    }
  }

  private static RegistryException refused(
      Operation operation, URI realm, Reply reply, Optional<Credential> credential) {
    RegistryException failure = Failures.of(operation, realm, reply.response());
    boolean login = reply.status() == 400 || reply.status() == 401 || reply.status() == 403;
    if (!login) {
      return failure;
    }
    String who = credential.map(c -> "user " + c.user()).orElse("anonymous access");
    String said = failure.failure().message();
    return Failures.refused(
        operation, realm, "login of " + who + " was refused" + (said.isEmpty() ? "" : ": " + said));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
