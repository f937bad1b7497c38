package io.sealer.share.flight;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class FlightsTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  @TempDir Path directory;
  private final Map<Digest, byte[]> known = new HashMap<>();
  private final CompletableFuture<Boolean> letGo = new CompletableFuture<>();
  private final Descriptor first = content("first");
  private final Descriptor second = content("second");
  private DiskStore store;
  private Flights flights;

  @BeforeEach
  void start() throws IOException {
    store = DiskStore.open(directory);
    flights = new Flights(() -> new Flights.Open(store, () -> {}), 4, _ -> {});
  }

  @AfterEach
  void stop() throws IOException {
    letGo.complete(true);
    store.close();
  }

  private Descriptor content(String text) {
    Descriptor descriptor = Descriptor.of(MediaTypes.LAYER_TAR, text.getBytes(UTF_8));
    known.put(descriptor.digest(), text.getBytes(UTF_8));
    return descriptor;
  }

  /** Brings what is known; the first content only when it is let go. */
  private final class Bringing implements Carrier {
    @Override
    public OptionalLong size(Digest digest) {
      byte[] bytes = known.get(digest);
      return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
    }

    @Override
    public void carry(Flight flight, ContentStore.Partial into) throws IOException {
      byte[] bytes = known.get(flight.wanted().digest());
      if (bytes == null) {
        throw new IOException("nobody has it");
      }
      if (flight.wanted().equals(first)) {
        letGo.join();
      }
      into.write(bytes, 0, bytes.length);
      into.commit();
    }
  }

  @Test
  void what_takes_longer_than_the_patience_of_whoever_waits_still_comes() throws IOException {
    var carrier = new Bringing();

    flights.fetch(List.of(second, first), carrier, Duration.ofMillis(200));

    assertThat(store.has(first.digest())).isFalse();
    letGo.complete(true);
    flights.fetch(List.of(second, first), carrier, LONG);
    assertThat(store.has(first.digest())).isTrue();
    assertThat(store.has(second.digest())).isTrue();
  }

  @Test
  void what_nobody_has_is_left_out_and_keeps_no_one_waiting() throws IOException {
    known.remove(first.digest());

    flights.fetch(List.of(first, second), new Bringing(), LONG);

    assertThat(store.has(first.digest())).isFalse();
    assertThat(store.has(second.digest())).isTrue();
  }
}
