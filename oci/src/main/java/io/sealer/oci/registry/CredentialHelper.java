package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * A program {@code docker-credential-NAME} that keeps credentials (protocol of
 * docker-credential-helpers: the registry on standard input, JSON on standard output).
 *
 * @param name the end of the program's name
 * @param from the file that names it, for messages
 * @param path where programs are looked for, as in the variable PATH
 */
record CredentialHelper(String name, Path from, String path) {
  private static final int LIMIT = 1 << 20;
  private static final int SECONDS = 30;

  /** The credential for a registry; empty when the program knows none. */
  Optional<Credential> get(String server) throws OciException {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw failed("its name has characters that it cannot have");
    }
    var builder = new ProcessBuilder(program().toString(), "get");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = start(builder);
    try {
      return parse(answer(process, server), process);
    } finally {
      process.destroyForcibly();
    }
  }

  private Path program() throws OciException {
    return Stream.of(path.split(":"))
        .filter(directory -> !directory.isEmpty())
        .map(directory -> Path.of(directory, "docker-credential-" + name))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> failed("it is not installed"));
  }

  private Process start(ProcessBuilder builder) throws OciException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw failed("it cannot be started");
    }
  }

  private byte[] answer(Process process, String server) throws OciException {
    var reading = new FutureTask<>(() -> talk(process, server));
    Thread.ofVirtual().name("credential-helper").start(reading);
    try {
      byte[] answer = reading.get(SECONDS, TimeUnit.SECONDS);
      if (process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        return answer;
      }
      throw failed("it did not end within " + SECONDS + " s");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("interrupted while waiting for it");
    } catch (TimeoutException e) {
      throw failed("it did not answer within " + SECONDS + " s");
    } catch (ExecutionException e) {
      throw failed("it cannot be talked to");
    }
  }

  private static byte[] talk(Process process, String server) throws IOException {
    try (OutputStream to = process.getOutputStream()) {
      to.write(server.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It ended without reading; its answer and exit status say why.
    }
    try (InputStream from = process.getInputStream()) {
      return from.readNBytes(LIMIT);
    }
  }

  private Optional<Credential> parse(byte[] answer, Process process) throws OciException {
    if (process.exitValue() != 0) {
      // On failure programs write the reason, not a secret, to standard output.
      String why = new String(answer, StandardCharsets.UTF_8).strip();
      if (why.contains("credentials not found")) {
        return Optional.empty();
      }
      throw failed(
          "exit status " + process.exitValue() + ": " + why.lines().findFirst().orElse("silent"));
    }
    try {
      JsonNode json = Json.MAPPER.readTree(answer);
      String user = json.path("Username").asString("");
      String secret = json.path("Secret").asString("");
      if (secret.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          user.equals("<token>")
              ? new Credential.IdentityToken(secret)
              : new Credential.Basic(user, secret));
    } catch (JacksonException e) {
      throw failed("its answer is not JSON");
    }
  }

  private OciException failed(String why) {
    return new OciException(
        "the credential helper docker-credential-" + name + " failed: " + why,
        "repair it, or remove it from " + from + " (credsStore, credHelpers) and log in again");
  }
}
