package io.sealer.share.serve;

import java.util.Optional;

/**
 * A request that was answered.
 *
 * @param client who asked
 * @param method http method
 * @param target path and query as asked
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
  /** Is told of every answer; thread-safe and quick. */
  @FunctionalInterface
  public interface Log {
    void answered(Access access);
  }

  /** One line, without time. */
  @Override
  public String toString() {
    String line = "%s %s %s %d %dB %dms".formatted(client, method, target, status, bytes, millis);
    return line + failure.map(why -> " (" + why.replaceAll("\\p{Cntrl}", " ") + ")").orElse("");
  }
}
