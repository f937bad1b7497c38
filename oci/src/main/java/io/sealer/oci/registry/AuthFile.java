package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A file in the format of Docker's {@code config.json} (which {@code containers-auth.json} shares):
 * {@code auths}, {@code credHelpers}, {@code credsStore}. Fields that are not understood survive a
 * change. Messages never quote the file.
 */
final class AuthFile {
  private static final String HUB_KEY = "https://index.docker.io/v1/";

  /** Locks of files keep processes apart, not threads. */
  private static final ReentrantLock THREADS = new ReentrantLock();

  private final Path file;
  private final String programs;

  /** This file; helpers are looked for as in the variable PATH. */
  AuthFile(Path file, String programs) {
    this.file = file;
    this.programs = programs;
  }

  Path path() {
    return file;
  }

  /** The credential for a registry: its own helper, what is written here, the general helper. */
  Optional<Credential> find(String registry) throws OciException {
    JsonNode json = read();
    Optional<String> own = helper(json.path("credHelpers"), registry);
    if (own.isPresent()) {
      return new CredentialHelper(own.get(), file, programs).get(serverOf(registry));
    }
    Optional<Credential> written = written(json.path("auths"), registry);
    String general = json.path("credsStore").asString("");
    return written.isPresent() || general.isEmpty()
        ? written
        : new CredentialHelper(general, file, programs).get(serverOf(registry));
  }

  private static String serverOf(String registry) {
    return Endpoint.isHub(registry) ? HUB_KEY : registry;
  }

  private static Optional<String> helper(JsonNode helpers, String registry) {
    return helpers
        .propertyStream()
        .filter(entry -> means(entry.getKey(), registry))
        .map(entry -> entry.getValue().asString(""))
        .findFirst();
  }

  private Optional<Credential> written(JsonNode auths, String registry) throws OciException {
    for (var entry : auths.properties()) {
      if (means(entry.getKey(), registry) && !entry.getValue().isEmpty()) {
        return Optional.of(credential(entry.getKey(), entry.getValue()));
      }
    }
    return Optional.empty();
  }

  private Credential credential(String key, JsonNode entry) throws OciException {
    String identity = entry.path("identitytoken").asString("");
    if (!identity.isEmpty()) {
      return new Credential.IdentityToken(identity);
    }
    String auth = entry.path("auth").asString("");
    if (auth.isEmpty()) {
      return new Credential.Basic(
          entry.path("username").asString(""), entry.path("password").asString(""));
    }
    try {
      String pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      if (colon > 0) {
        String password = pair.substring(colon + 1).replaceFirst("\0+$", "");
        return new Credential.Basic(pair.substring(0, colon), password);
      }
    } catch (IllegalArgumentException e) {
      // Told below, without a cause: it may quote the secret.
    }
    throw new OciException(
        "the login for " + key + " in " + file + " cannot be read",
        "run 'sealer login " + key + "' again");
  }

  /** Whether a key of the file stands for this registry; older programs write addresses. */
  private static boolean means(String key, String registry) {
    String host =
        key.toLowerCase(Locale.ROOT)
            .replaceFirst("^https?://", "")
            .replaceFirst("/v[12]/?$", "")
            .replaceFirst("/$", "");
    return host.equals(registry.toLowerCase(Locale.ROOT))
        || (Endpoint.isHub(host) && Endpoint.isHub(registry));
  }

  private ObjectNode read() throws OciException {
    try {
      byte[] content = Files.readAllBytes(file);
      if (new String(content, StandardCharsets.UTF_8).isBlank()) {
        return Json.MAPPER.createObjectNode();
      }
      if (Json.MAPPER.readTree(content) instanceof ObjectNode object) {
        return object;
      }
    } catch (NoSuchFileException e) {
      return Json.MAPPER.createObjectNode();
    } catch (IOException e) {
      throw new OciException("cannot read " + file + ": " + e, "check who may read it", e);
    } catch (JacksonException e) {
      // Told below, without a cause: it may quote the file.
    }
    throw new OciException(file + " is not a JSON object", "correct the file or remove it");
  }

  /** Writes down a credential in place of what stood there for the registry. */
  void put(String registry, Credential.Basic credential) throws IOException {
    change(
        json -> {
          remove(json, registry);
          String pair = credential.user() + ":" + credential.password();
          byte[] bytes = pair.getBytes(StandardCharsets.UTF_8);
          json.withObjectProperty("auths")
              .putObject(registry)
              .put("auth", Base64.getEncoder().encodeToString(bytes));
          return true;
        });
  }

  /** Removes what stands there for the registry; false when nothing did. */
  boolean remove(String registry) throws IOException {
    return Files.exists(file) && change(json -> remove(json, registry));
  }

  private static boolean remove(ObjectNode json, String registry) {
    if (!(json.path("auths") instanceof ObjectNode auths)) {
      return false;
    }
    var keys = auths.propertyNames().stream().filter(key -> means(key, registry)).toList();
    auths.remove(keys);
    return !keys.isEmpty();
  }

  @FunctionalInterface
  private interface Change {
    boolean apply(ObjectNode json);
  }

  private boolean change(Change change) throws IOException {
    THREADS.lock();
    try {
      return changeAlone(change);
    } finally {
      THREADS.unlock();
    }
  }

  private boolean changeAlone(Change change) throws IOException {
    Path directory = Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    if (Files.notExists(directory)) {
      Files.createDirectories(directory, owner("rwx------"));
    }
    Path lock = directory.resolve("." + file.getFileName() + ".lock");
    var create = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(lock, create, owner("rw-------"));
        var _ = channel.lock()) {
      ObjectNode json = read();
      boolean changed = change.apply(json);
      if (changed) {
        replace(directory, Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
      }
      return changed;
    }
  }

  private void replace(Path directory, byte[] content) throws IOException {
    Path fresh = Files.createTempFile(directory, ".auth-", ".json", owner("rw-------"));
    try {
      try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
        var buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
          out.write(buffer);
        }
        out.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  private static FileAttribute<?> owner(String mode) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode));
  }
}
