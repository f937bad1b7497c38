package io.sealer.node.balancer;

import io.sealer.node.exchange.Trust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocketFactory;

/**
 * A program that asks through the virtual address without end: two clients that keep their
 * connections and one that opens a new one for each question, with a pause of some milliseconds
 * after each. Prints a report for every line of standard input.
 */
public final class Load {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final AtomicInteger REQUESTS = new AtomicInteger();
  private static final AtomicInteger ERRORS = new AtomicInteger();
  private static final AtomicLong LONGEST = new AtomicLong();

  private Load() {}

  public static void main(String[] args) throws Exception {
    var front = new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
    SSLSocketFactory tls = Trust.in(Path.of(args[2]));
    Duration pause = Duration.ofMillis(Long.parseLong(args[3]));
    for (boolean keeps : new boolean[] {true, true, false}) {
      Thread.ofVirtual().start(() -> run(front, tls, keeps, pause));
    }
    var in =
        new BufferedReader(
            new InputStreamReader(System.in, java.nio.charset.StandardCharsets.UTF_8));
    while (in.readLine() != null) {
      System.out.printf(
          "%d %d %d%n", REQUESTS.getAndSet(0), ERRORS.getAndSet(0), LONGEST.getAndSet(0));
    }
  }

  private static void run(
      InetSocketAddress front, SSLSocketFactory tls, boolean keeps, Duration pause) {
    ApiConnection connection = null;
    long last = System.nanoTime();
    while (true) {
      try {
        if (connection == null) {
          connection = ApiConnection.open(front, tls, PATIENCE, PATIENCE);
        }
        connection.get("/api", PATIENCE);
        long now = System.nanoTime();
        long gap = (now - last) / 1_000_000;
        LONGEST.accumulateAndGet(gap, Math::max);
        last = now;
        REQUESTS.incrementAndGet();
        if (!keeps) {
          connection.close();
          connection = null;
        }
        Thread.sleep(pause);
      } catch (IOException e) {
        ERRORS.incrementAndGet();
        if (connection != null) {
          connection.close();
        }
        connection = null;
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
