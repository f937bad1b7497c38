package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.engine.Json;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/**
 * How the etcd member of one host is.
 *
 * @param healthy whether it could write
 * @param message for people
 * @param took how long a write through the whole etcd took
 */
public record EtcdHealth(boolean healthy, String message, Duration took) {
  private static final double NANOS_A_MILLI = 1_000_000;

  /** Asks it. */
  public static EtcdHealth of(Session session) throws HostException {
    Command ask = Command.script(Etcdctl.RUN, "endpoint", "health", "-w", "json").named("ask etcd");
    ExecResult answer = session.exec(ask);
    try {
      JsonNode first = Json.parse(answer.stdout()).path(0);
      Duration took = took(first.path("took").asString(""));
      boolean healthy = answer.ok() && first.path("health").asBoolean(false);
      String text =
          healthy
              ? "a write takes %d ms".formatted(took.toMillis())
              : "its member is not healthy: " + first.path("error").asString("no answer");
      return new EtcdHealth(healthy, text, took);
    } catch (IllegalArgumentException e) {
      String why = answer.stderr().lines().findFirst().orElse("no answer");
      return new EtcdHealth(false, "its member does not answer: " + why, Duration.ZERO);
    }
  }

  /** As Go writes durations below a minute: {@code 812.3µs}, {@code 12.5ms}, {@code 1.2s}. */
  static Duration took(String text) {
    String number = text.replaceAll("[^0-9.]", "");
    if (number.isEmpty()) {
      return Duration.ZERO;
    }
    double value = Double.parseDouble(number);
    String unit = text.replaceAll("[0-9.]", "");
    double millis =
        switch (unit) {
          case "s" -> value * 1000;
          case "ms" -> value;
          default -> value / 1000;
        };
    return Duration.ofNanos(Math.round(millis * NANOS_A_MILLI));
  }
}
