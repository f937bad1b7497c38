package io.sealer.share.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.sealer.share.serve.Access;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;

/** {@code /metrics}: numbers in Prometheus' text format 0.0.4. Thread-safe. */
final class Metrics {
  private static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";
  private static final double[] BUCKETS = {0.005, 0.025, 0.1, 0.5, 2.5, 10, 60};

  /** Requests of one method and status. */
  private record Kind(String method, int status) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      int methods = method.compareTo(other.method);
      return methods != 0 ? methods : Integer.compare(status, other.status);
    }
  }

  private final Map<Kind, LongAdder> requests = new ConcurrentSkipListMap<>();
  private final LongAdder[] buckets = new LongAdder[BUCKETS.length];
  private final LongAdder millis = new LongAdder();
  private final LongAdder answered = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final AtomicInteger running = new AtomicInteger();
  private volatile IntSupplier connections = () -> 0;

  Metrics() {
    for (int i = 0; i < buckets.length; i++) {
      buckets[i] = new LongAdder();
    }
  }

  /** Who knows how many connections are open. */
  void connections(IntSupplier count) {
    connections = count;
  }

  void answered(Access access) {
    String method =
        access.method().matches("GET|HEAD|POST|PUT|PATCH|DELETE") ? access.method() : "other";
    requests.computeIfAbsent(new Kind(method, access.status()), _ -> new LongAdder()).increment();
    answered.increment();
    millis.add(access.millis());
    sent.add(access.bytes());
    for (int i = 0; i < BUCKETS.length; i++) {
      if (access.millis() <= BUCKETS[i] * 1000) {
        buckets[i].increment();
      }
    }
  }

  /** A handler that answers {@code /metrics} itself and counts what passes to the next. */
  HttpHandler counting(HttpHandler next) {
    return exchange -> {
      if (exchange.getRequestURI().getPath().equals("/metrics")) {
        tell(exchange);
        return;
      }
      running.incrementAndGet();
      try {
        next.handle(exchange);
      } finally {
        running.decrementAndGet();
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        received.add(length == null ? 0 : Long.parseLong(length));
      }
    };
  }

  private void tell(HttpExchange exchange) throws IOException {
    byte[] body = text().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", TYPE);
    exchange.sendResponseHeaders(200, body.length);
    try (InputStream _ = exchange.getRequestBody();
        OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private String text() throws IOException {
    var text = new StringBuilder(2048);
    head(text, "sealer_registry_requests_total", "counter", "Requests answered.");
    requests.forEach(
        (kind, count) ->
            text.append("sealer_registry_requests_total{method=\"")
                .append(kind.method())
                .append("\",code=\"")
                .append(kind.status())
                .append("\"} ")
                .append(count.sum())
                .append('\n'));
    histogram(text);
    one(text, "sealer_registry_sent_bytes_total", "counter", "Bytes of bodies sent.", sent.sum());
    one(
        text,
        "sealer_registry_received_bytes_total",
        "counter",
        "Bytes of bodies of known length received.",
        received.sum());
    one(text, "sealer_registry_requests_running", "gauge", "Requests in work.", running.get());
    one(text, "sealer_registry_connections", "gauge", "Connections open.", connections.getAsInt());
    Runtime java = Runtime.getRuntime();
    long heap = java.totalMemory() - java.freeMemory();
    one(text, "sealer_registry_heap_bytes", "gauge", "Java heap in use.", heap);
    one(text, "process_resident_memory_bytes", "gauge", "Resident memory.", resident());
    return text.toString();
  }

  private void histogram(StringBuilder text) {
    String name = "sealer_registry_request_seconds";
    head(text, name, "histogram", "How long requests took.");
    for (int i = 0; i < BUCKETS.length; i++) {
      text.append(name).append("_bucket{le=\"").append(BUCKETS[i]).append("\"} ");
      text.append(buckets[i].sum()).append('\n');
    }
    text.append(name).append("_bucket{le=\"+Inf\"} ").append(answered.sum()).append('\n');
    text.append(name).append("_sum ").append(millis.sum() / 1000.0).append('\n');
    text.append(name).append("_count ").append(answered.sum()).append('\n');
  }

  private static void one(StringBuilder text, String name, String type, String help, long value) {
    head(text, name, type, help);
    text.append(name).append(' ').append(value).append('\n');
  }

  private static void head(StringBuilder text, String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  /** From Linux' account of this process, in pages of 4 KiB. */
  private static long resident() throws IOException {
    Path statm = Path.of("/proc/self/statm");
    return Files.exists(statm) ? Long.parseLong(Files.readString(statm).split(" ")[1]) * 4096 : 0;
  }
}
