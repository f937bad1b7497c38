package io.sealer.run.provider.container;

import io.sealer.run.provider.ProviderException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Waits until a host that was started can be logged in to. */
final class Readiness {
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int SSH_PORT = 22;
  private static final byte[] GREETING = "SSH-".getBytes(StandardCharsets.US_ASCII);

  /** A connection begun before the host has its address would hang for seconds. */
  private static final int ONE_TRY_MILLIS = 500;

  private static final int SHOWN_LINES = 8;

  private Readiness() {}

  /** Waits for the ssh of a host that this process has just started. */
  static void await(Machine machine, String address, Process started)
      throws ProviderException, InterruptedException, IOException {
    // Until it has entered its control groups, the host is not seen to run.
    await(machine, address, started::isAlive);
  }

  /** Waits for the ssh of a host that somebody has started. */
  static void await(Machine machine, String address)
      throws ProviderException, InterruptedException, IOException {
    await(machine, address, () -> false);
  }

  private static void await(Machine machine, String address, BooleanSupplier starting)
      throws ProviderException, InterruptedException, IOException {
    boolean[] ended = {false};
    boolean over =
        Await.until(
            LIMIT,
            () -> {
              ended[0] = !starting.getAsBoolean() && !alive(machine);
              return ended[0] || answers(address);
            });
    if (ended[0] || !over) {
      String what =
          ended[0]
              ? "ended while booting"
              : "ssh does not answer after " + LIMIT.toSeconds() + " s";
      throw new ProviderException(
          "%s (%s): %s: %s".formatted(machine.hostname(), address, what, tail(machine.console())),
          "see the host's console: " + machine.console());
    }
  }

  private static boolean alive(Machine machine) {
    try {
      return machine.running();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static boolean answers(String address) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, SSH_PORT), ONE_TRY_MILLIS);
      socket.setSoTimeout(ONE_TRY_MILLIS);
      return Arrays.equals(socket.getInputStream().readNBytes(GREETING.length), GREETING);
    } catch (IOException e) {
      return false;
    }
  }

  private static String tail(Path console) throws IOException {
    if (!Files.exists(console)) {
      return "no output";
    }
    List<String> lines =
        new String(Files.readAllBytes(console), StandardCharsets.UTF_8)
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
  }
}
