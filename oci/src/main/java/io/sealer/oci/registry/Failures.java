package io.sealer.oci.registry;

import io.sealer.oci.registry.RegistryException.Failure;
import io.sealer.oci.registry.http.ConnectFailure;
import io.sealer.oci.registry.http.NotHttpException;
import io.sealer.oci.registry.http.Response;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.SSLException;

/** Turns answers and broken connections into typed errors with a hint. */
final class Failures {
  private Failures() {}

  /** The error that this answer means; reads what the registry says about it. */
  static RegistryException of(Operation operation, URI uri, Response response) {
    ErrorBody said = ErrorBody.of(response);
    var failure = failure(operation, uri, OptionalInt.of(response.status()), said);
    String registry = operation.endpoint().registry();
    return switch (response.status()) {
      case 401 ->
          new RegistryException.Unauthorized(
              failure, "run 'sealer login " + registry + "', or check the image's name");
      case 403 ->
          new RegistryException.Denied(
              failure,
              "the user logged in to " + registry + " lacks this right; log in as one who has it");
      case 404 -> new RegistryException.NotFound(failure, "check the name, tag and digest");
      case 429 ->
          new RegistryException.RateLimited(
              failure,
              "wait, or run 'sealer login " + registry + "' for a higher limit",
              RetryAfter.of(response));
      case 405 ->
          new RegistryException.Protocol(failure, "this registry does not allow the operation");
      default -> other(failure, response.status());
    };
  }

  private static RegistryException other(Failure failure, int status) {
    if (status >= 500) {
      return new RegistryException.ServerFault(
          failure, "the registry has a problem of its own; see its log or try again later");
    }
    if (failure.code().equals("MANIFEST_BLOB_UNKNOWN")) {
      return new RegistryException.Protocol(
          failure, "the registry wants every part of an image: pull it for all platforms first");
    }
    boolean speaksTls = status == 400 && failure.message().contains("HTTPS server");
    return new RegistryException.Protocol(
        failure, speaksTls ? "the registry speaks TLS: do not use plain HTTP for it" : "");
  }

  /** The error that a broken exchange means. */
  static RegistryException of(Operation operation, URI uri, IOException cause) {
    String registry = operation.endpoint().registry();
    var failure = broken(operation, uri, words(cause));
    if (cause instanceof SSLException) {
      return new RegistryException.TlsProblem(failure, tlsHint(registry, cause), cause);
    }
    String hint =
        switch (cause) {
          case ConnectFailure _ -> "check the registry's name, that it runs, and the network";
          case NotHttpException _ when "http".equals(uri.getScheme()) ->
              "if "
                  + registry
                  + " speaks TLS, give the certificate of its authority with --ca FILE (loopback is"
                  + " asked in plain HTTP otherwise)";
          case NotHttpException _ -> "check the registry's name and port: something else answers";
          default -> "check the network and run the command again; what has come is kept";
        };
    return new RegistryException.Unreachable(failure, hint, cause);
  }

  /** The answer is not what was asked for. */
  static RegistryException.Protocol protocol(Operation operation, URI uri, String what) {
    return new RegistryException.Protocol(
        broken(operation, uri, what),
        "the registry or a proxy on the way sends wrong content; ask its operator");
  }

  static RegistryException.Unauthorized refused(Operation operation, URI uri, String what) {
    return new RegistryException.Unauthorized(
        broken(operation, uri, what),
        "run 'sealer login " + operation.endpoint().registry() + "' with valid credentials");
  }

  private static Failure broken(Operation operation, URI uri, String what) {
    return failure(operation, uri, OptionalInt.empty(), new ErrorBody("", what));
  }

  private static Failure failure(Operation op, URI uri, OptionalInt status, ErrorBody said) {
    return new Failure(
        op.endpoint().registry(), op.what(), shown(uri), status, said.code(), said.message());
  }

  /** An address without query and user: signed addresses carry their key there. */
  static String shown(URI uri) {
    String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
    return uri.getScheme() + "://" + uri.getHost() + port + uri.getPath();
  }

  private static String words(IOException cause) {
    if (cause instanceof SocketTimeoutException) {
      return "the registry keeps the connection open and sends nothing";
    }
    String message =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return cause instanceof SSLException ? "TLS failed: " + message : message;
  }

  private static String tlsHint(String registry, IOException cause) {
    for (Optional<Throwable> at = Optional.of(cause);
        at.isPresent();
        at = Optional.ofNullable(at.get().getCause())) {
      if (at.get() instanceof CertificateException) {
        return "if you trust this registry, give the certificate of its authority with --ca FILE";
      }
    }
    return "if " + registry + " speaks plain HTTP, allow it with --plain-http " + registry;
  }

  /** Whether asking again may help. */
  static boolean isPassing(int status) {
    return switch (status) {
      case 408, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  /** A layer is missing that registries must not keep. */
  static RegistryException.NotFound foreign(RegistryException.NotFound missing) {
    return new RegistryException.NotFound(
        missing.failure(),
        "its publisher does not allow registries to keep this layer; sealer cannot pack such images");
  }
}
