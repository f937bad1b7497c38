package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A registry did not do what it was asked for. The subclass says why; none of the texts contains a
 * secret or the query of an address.
 */
public abstract sealed class RegistryException extends OciException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  /**
   * What happened.
   *
   * @param registry as written in image names
   * @param operation what was tried
   * @param url what was asked, without query
   * @param status HTTP status; empty when no answer came
   * @param code the registry's own code, such as {@code MANIFEST_UNKNOWN}; empty when none was sent
   * @param message the registry's own words or what was wrong
   */
  public record Failure(
      String registry,
      String operation,
      String url,
      OptionalInt status,
      String code,
      String message) {
    String text() {
      return "cannot " + operation + ": " + answer() + ", " + url;
    }

    private String answer() {
      if (status.isEmpty()) {
        return message;
      }
      String own = (code + (code.isEmpty() || message.isEmpty() ? "" : ": ") + message).strip();
      return "HTTP " + status.getAsInt() + (own.isEmpty() ? "" : " " + own);
    }
  }

  private RegistryException(Failure failure, String hint, Optional<Throwable> cause) {
    super(failure.text(), hint);
    this.failure = failure;
    cause.ifPresent(this::initCause);
  }

  /** What happened, in its parts. */
  public Failure failure() {
    return failure;
  }

  /** Nobody is logged in, or the registry does not accept who is. */
  public static final class Unauthorized extends RegistryException {
    private static final long serialVersionUID = 1L;

    Unauthorized(Failure failure, String hint) {
      super(failure, hint, Optional.empty());
    }
  }

  /** The registry knows the user but does not allow this. */
  public static final class Denied extends RegistryException {
    private static final long serialVersionUID = 1L;

    Denied(Failure failure, String hint) {
      super(failure, hint, Optional.empty());
    }
  }

  /** There is no such image, tag or blob. */
  public static final class NotFound extends RegistryException {
    private static final long serialVersionUID = 1L;

    NotFound(Failure failure, String hint) {
      super(failure, hint, Optional.empty());
    }
  }

  /** Too much was asked in too short a time. */
  public static final class RateLimited extends RegistryException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    RateLimited(Failure failure, String hint, Optional<Duration> retryAfter) {
      super(failure, hint, Optional.empty());
      this.retryAfter = retryAfter;
    }

    /** When the registry wants to be asked again; empty when it did not say. */
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** No connection, or it broke again and again. */
  public static final class Unreachable extends RegistryException {
    private static final long serialVersionUID = 1L;

    Unreachable(Failure failure, String hint, Throwable cause) {
      super(failure, hint, Optional.of(cause));
    }
  }

  /** The registry's certificate is not trusted, or it does not speak TLS. */
  public static final class TlsProblem extends RegistryException {
    private static final long serialVersionUID = 1L;

    TlsProblem(Failure failure, String hint, Throwable cause) {
      super(failure, hint, Optional.of(cause));
    }
  }

  /** The registry failed (HTTP 5xx) at every attempt. */
  public static final class ServerFault extends RegistryException {
    private static final long serialVersionUID = 1L;

    ServerFault(Failure failure, String hint) {
      super(failure, hint, Optional.empty());
    }
  }

  /** The registry's answer breaks the protocol, or is not the content that was asked for. */
  public static final class Protocol extends RegistryException {
    private static final long serialVersionUID = 1L;

    Protocol(Failure failure, String hint) {
      super(failure, hint, Optional.empty());
    }
  }
}
