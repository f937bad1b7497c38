package io.sealer.share.serve;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request that was answered.
 *
 * @param client who asked
 * @param method http method
 * @param target path and query as asked, see {@link #shown}
 * @param status http status
 * @param bytes of the body that were sent
 * @param millis how long it took
 * @param failure why the answer was an error, or was broken off
 */
public record Access(
    String client,
    String method,
    String target,
    int status,
    long bytes,
    long millis,
    Optional<String> failure) {
  private static final Pattern OTHER_VALUE =
      Pattern.compile(
          "(?<![^&])(?!(?:digest|mount|from|n|last|artifactType|tag|ns)=)([^=&]*)=[^&]*");

  /** Is told of every answer; thread-safe and quick. */
  @FunctionalInterface
  public interface Log {
    void answered(Access access);
  }

  /**
   * What a log may say of an address: no user, and values only of parameters that we know, for
   * clients put tokens and signatures into others.
   */
  public static String shown(URI uri) {
    String query = uri.getRawQuery();
    return query == null
        ? uri.getRawPath()
        : uri.getRawPath() + "?" + OTHER_VALUE.matcher(query).replaceAll("$1=…");
  }

  /** One line, without time. */
  @Override
  public String toString() {
    String line = "%s %s %s %d %dB %dms".formatted(client, method, target, status, bytes, millis);
    return line + failure.map(why -> " (" + why.replaceAll("\\p{Cntrl}", " ") + ")").orElse("");
  }
}
