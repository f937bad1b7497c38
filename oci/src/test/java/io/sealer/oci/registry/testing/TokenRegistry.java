package io.sealer.oci.registry.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Debian's docker-registry, which lets in only who shows a token, and the service that gives tokens
 * for a password (Docker's token authentication specification). Both speak TLS, each on a port of
 * its own, with a certificate of one authority that nobody else knows.
 */
public final class TokenRegistry implements AutoCloseable {
  public static final String USER = "pusher";
  public static final String PASSWORD = "only for tokens";
  private static final String SERVICE = "images of the test";
  private static final String ISSUER = "tokens of the test";
  private static final JsonMapper JSON = new JsonMapper();
  private static final Duration START = Duration.ofSeconds(30);

  private final Path directory;
  private final String address;
  private final int port;
  private final Certificate certificate;
  private final PrivateKey key;
  private final HttpsServer tokens;
  private final Queue<String> granted = new ConcurrentLinkedQueue<>();
  private final Process registry;

  private TokenRegistry(Path directory, String address) throws Exception {
    this.directory = directory;
    this.address = address;
    TestCertificates.make(directory, address);
    byte[] pem = Files.readAllBytes(directory.resolve("server.crt"));
    this.certificate =
        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    this.key = key(Files.readString(directory.resolve("server.key")));
    this.tokens = HttpsServer.create(new InetSocketAddress(address, 0), 0);
    tokens.setHttpsConfigurator(new HttpsConfigurator(tls()));
    tokens.createContext("/token", this::answer);
    tokens.start();
    this.port = freePort();
    this.registry = launch();
  }

  /** Both on loopback, in a directory that is the test's. */
  public static TokenRegistry start(Path directory) throws Exception {
    return startAt(directory, "127.0.0.1");
  }

  /** Both at an address that others can reach. */
  public static TokenRegistry startAt(Path directory, String address) throws Exception {
    return new TokenRegistry(directory, address);
  }

  public int port() {
    return port;
  }

  /** As it stands in image names. */
  public String host() {
    return address + ":" + port;
  }

  /** PEM file of the authority. */
  public Path ca() {
    return directory.resolve("ca.crt");
  }

  /** What tokens were given for, each as {@code repository:NAME:ACTIONS}. */
  public List<String> granted() {
    return List.copyOf(granted);
  }

  private static PrivateKey key(String pem) throws GeneralSecurityException {
    String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("EC")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private SSLContext tls() throws GeneralSecurityException, IOException {
    char[] none = new char[0];
    KeyStore keys = KeyStore.getInstance("PKCS12");
    keys.load(null, none);
    keys.setKeyEntry("server", key, none, new Certificate[] {certificate});
    var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, none);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  private int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(address))) {
      return socket.getLocalPort();
    }
  }

  private Process launch() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("config.yml"),
        """
        version: 0.1
        storage: {filesystem: {rootdirectory: storage}}
        http: {addr: "%s", secret: only-for-tests, tls: {certificate: server.crt, key: server.key}}
        auth:
          token: {realm: "https://%s:%d/token", service: %s, issuer: %s, rootcertbundle: ca.crt}
        """
            .formatted(host(), address, tokens.getAddress().getPort(), SERVICE, ISSUER));
    var builder = new ProcessBuilder("docker-registry", "serve", "config.yml");
    builder.directory(directory.toFile()).redirectErrorStream(true);
    builder.redirectOutput(directory.resolve("log").toFile());
    builder.environment().put("OTEL_TRACES_EXPORTER", "none");
    Process started = builder.start();
    long end = System.nanoTime() + START.toNanos();
    while (!accepts()) {
      if (!started.isAlive() || System.nanoTime() > end) {
        started.destroyForcibly();
        throw new IllegalStateException(
            "docker-registry does not start: " + Files.readString(directory.resolve("log")));
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
    return started;
  }

  private boolean accepts() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1000);
      return true;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String login = base64((USER + ":" + PASSWORD).getBytes(UTF_8));
      boolean known =
          ("Basic " + login).equals(exchange.getRequestHeaders().getFirst("Authorization"));
      byte[] body =
          (known
                  ? json(Map.of("token", token(scopes(exchange)), "expires_in", 300))
                  : json(Map.of("details", "no such user or password")))
              .getBytes(UTF_8);
      exchange.sendResponseHeaders(known ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static List<String> scopes(HttpExchange exchange) {
    return Arrays.stream(exchange.getRequestURI().getRawQuery().split("&"))
        .filter(parameter -> parameter.startsWith("scope="))
        .map(parameter -> URLDecoder.decode(parameter.substring(6), UTF_8))
        .toList();
  }

  /** A JSON Web Token (RFC 7519) as docker-registry takes it, signed with ES256. */
  private String token(List<String> scopes) throws GeneralSecurityException {
    granted.addAll(scopes);
    long now = Instant.now().getEpochSecond();
    Map<String, Object> claims =
        Map.of(
            "iss",
            ISSUER,
            "sub",
            USER,
            "aud",
            SERVICE,
            "iat",
            now,
            "nbf",
            now - 10,
            "exp",
            now + 300,
            "jti",
            UUID.randomUUID().toString(),
            "access",
            scopes.stream().map(TokenRegistry::access).toList());
    String chain = Base64.getEncoder().encodeToString(certificate.getEncoded());
    Map<String, Object> header = Map.of("typ", "JWT", "alg", "ES256", "x5c", List.of(chain));
    String text = url(json(header)) + "." + url(json(claims));
    Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
    signature.initSign(key);
    signature.update(text.getBytes(UTF_8));
    return text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
  }

  private static Map<String, Object> access(String scope) {
    String[] parts = scope.split(":", 3);
    return Map.of("type", parts[0], "name", parts[1], "actions", List.of(parts[2].split(",")));
  }

  private static String json(Map<String, ?> value) {
    return JSON.writeValueAsString(value);
  }

  private static String url(String json) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(UTF_8));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public void close() {
    tokens.stop(0);
    registry.destroyForcibly().onExit().join();
  }
}
