package io.sealer.run.scale;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.store.DiskStore;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Facts and plan of many hosts by the built program, which {@code -Dsealer.bin} names; see
 * bench/many-hosts. Not run by the tests.
 */
@SuppressWarnings("NullAway.Init")
class ManyHostsBench {
  private static final int MASTERS = 3;

  @TempDir Path directory;
  private Process servers;
  private BufferedReader said;
  private String port;
  private String key;
  private List<String> addresses;

  @Test
  void planning_for_all_of_them() throws Exception {
    int count = Integer.getInteger("hosts", 300);
    int rounds = Integer.getInteger("rounds", 3);
    try (var store = DiskStore.open(directory.resolve("home/store"))) {
      SmallImage.write(store);
    }
    start(count, Integer.getInteger("latency", 20));
    try {
      var all = new ArrayList<Measured>();
      for (int i = 1; i <= rounds; i++) {
        Measured run = plan(i);
        print(i == 1 ? "hosts met for the first time" : "again", run);
        all.add(run);
      }
      double seconds = all.stream().map(Measured::seconds).sorted().toList().get(rounds / 2);
      print("median of %d: %.1f s".formatted(rounds, seconds));
    } finally {
      servers.getOutputStream().close();
      if (!servers.waitFor(10, TimeUnit.SECONDS)) {
        servers.destroyForcibly().waitFor();
      }
    }
  }

  /** What one call cost; the servers' side too. */
  private record Measured(
      double seconds, double processor, long megabytes, double serversProcessor, String heard) {}

  private void start(int count, int latency) throws Exception {
    servers =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                SimulatedServers.class.getName(),
                String.valueOf(count),
                String.valueOf(latency))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    said = new BufferedReader(new InputStreamReader(servers.getInputStream(), UTF_8));
    port = said.readLine();
    key = said.readLine();
    addresses = List.of(said.readLine().split(","));
    int processors = Runtime.getRuntime().availableProcessors();
    print("%d hosts, %d ms away, %d processors".formatted(count, latency, processors));
  }

  private Measured plan(int round) throws Exception {
    double before = processor(servers.pid());
    long begun = System.nanoTime();
    Path out = directory.resolve("out");
    var builder =
        new ProcessBuilder(
                System.getProperty("sealer.bin"),
                "plan",
                SmallImage.NAME,
                "--masters",
                String.join(",", addresses.subList(0, MASTERS)),
                "--nodes",
                String.join(",", addresses.subList(MASTERS, addresses.size())),
                "--pk",
                key,
                "--port",
                port)
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("SEALER_HOME", directory.resolve("home").toString());
    builder.environment().put("SEALER_CACHE", directory.resolve("cache").toString());
    builder.environment().put("HOME", directory.toString());
    Process sealer = builder.start();
    double processor = 0;
    long megabytes = 0;
    while (sealer.isAlive()) {
      processor = Math.max(processor, processor(sealer.pid()));
      megabytes = Math.max(megabytes, peak(sealer.pid()));
      Thread.sleep(10);
    }
    double seconds = (System.nanoTime() - begun) / 1e9;
    String text = Files.readString(out);
    assertThat(sealer.exitValue()).as(text).isZero();
    assertThat(text.lines().filter(l -> l.startsWith("127.")).map(l -> l.split(" ")[0]).distinct())
        .hasSameSizeAs(addresses);
    servers.getOutputStream().write(("round " + round + "\n").getBytes(UTF_8));
    servers.getOutputStream().flush();
    String heard = said.readLine();
    return new Measured(seconds, processor, megabytes, processor(servers.pid()) - before, heard);
  }

  /** Seconds of processor time that a process has had; 0 when it has gone. */
  private static double processor(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / 100.0;
    } catch (java.io.IOException e) {
      return 0;
    }
  }

  /** The most megabytes that a process has had resident. */
  private static long peak(long pid) {
    try (var lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .filter(l -> l.startsWith("VmHWM"))
          .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (java.io.IOException | java.io.UncheckedIOException e) {
      return 0;
    }
  }

  private static void print(String what, Measured run) {
    String[] heard = run.heard().split(" ");
    print(
        ("%s: %.1f s, %d MB at most, processor %.1f s and the servers' %.1f s;"
                + " connections a host %s to %s, commands %s")
            .formatted(
                what,
                run.seconds(),
                run.megabytes(),
                run.processor(),
                run.serversProcessor(),
                heard[0],
                heard[1],
                heard[2]));
  }

  private static void print(String text) {
    System.out.println("many-hosts: " + text);
  }
}
