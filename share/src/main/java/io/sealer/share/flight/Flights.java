package io.sealer.share.flight;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.store.ContentStore;
import io.sealer.share.serve.ErrorCode;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.SeekableByteChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/**
 * Fetches content that is lacking: one fetch however many want it, which they read while it comes.
 * It goes on when they leave. A failed fetch is forgotten: the next question tries again.
 * Thread-safe.
 */
public final class Flights {
  /** Opens the store for one fetch; closed after it. */
  @FunctionalInterface
  public interface Stores {
    Open open() throws IOException;
  }

  /**
   * A store that content can come into.
   *
   * @param store where to
   * @param closing what to do after the fetch
   */
  public record Open(ContentStore store, Closeable closing) implements Closeable {
    @Override
    public void close() throws IOException {
      closing.close();
    }
  }

  private final Stores stores;
  private final Consumer<String> log;
  private final Map<Digest, Flight> flying = new ConcurrentHashMap<>();
  private final Map<Digest, FutureTask<OptionalLong>> asking = new ConcurrentHashMap<>();
  private final Semaphore slots;

  /**
   * @param stores the store, opened for each fetch
   * @param atOnce fetches at the same time
   * @param log is told of each fetch
   */
  public Flights(Stores stores, int atOnce, Consumer<String> log) {
    this.stores = stores;
    this.slots = new Semaphore(atOnce);
    this.log = log;
  }

  /**
   * How long a content is that is on its way or that a carrier can bring; one question however many
   * ask. Throws as {@link Carrier#size} does.
   */
  public OptionalLong size(Digest digest, Carrier carrier) throws IOException {
    Flight flight = flying.get(digest);
    if (flight != null) {
      return OptionalLong.of(flight.wanted().size());
    }
    var own = new FutureTask<>(() -> carrier.size(digest));
    FutureTask<OptionalLong> others = asking.putIfAbsent(digest, own);
    if (others == null) {
      try {
        own.run();
      } finally {
        asking.remove(digest);
      }
    }
    return answer(others == null ? own : others);
  }

  private static OptionalLong answer(FutureTask<OptionalLong> question) throws IOException {
    try {
      return question.get();
    } catch (ExecutionException e) {
      throw Flight.told(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while others are asked");
    }
  }

  /** Returns when the content is in the store, verified. */
  public void fetch(Descriptor wanted, Carrier carrier) throws IOException {
    join(wanted, carrier).awaitVisible();
  }

  /**
   * Begins to fetch all of them and returns when they are in the store, or when the time is over;
   * what is not there by then still comes. What cannot be fetched is left out.
   */
  public void fetch(Collection<Descriptor> wanted, Carrier carrier, Duration patience)
      throws InterruptedIOException {
    long deadline = System.nanoTime() + patience.toNanos();
    for (Flight flight : wanted.stream().map(content -> join(content, carrier)).toList()) {
      flight.awaitEnd(deadline - System.nanoTime());
    }
  }

  /**
   * The content from a position on, as it arrives; empty when it is in the store by now. Returns
   * when there is something to read.
   */
  public Optional<InputStream> open(Descriptor wanted, long position, Carrier carrier)
      throws IOException {
    Flight flight = join(wanted, carrier);
    if (flight.wanted().size() != wanted.size()) {
      throw ErrorCode.UNAVAILABLE.because("it is not agreed how long " + wanted.digest() + " is");
    }
    flight.await(position, OptionalInt.empty());
    int attempt = flight.attempt();
    Optional<SeekableByteChannel> channel = flight.reader();
    return channel.isEmpty()
        ? Optional.empty()
        : Optional.of(new TailStream(flight, attempt, channel.get(), position));
  }

  private Flight join(Descriptor wanted, Carrier carrier) {
    return flying.computeIfAbsent(wanted.digest(), _ -> start(wanted, carrier));
  }

  private Flight start(Descriptor wanted, Carrier carrier) {
    var flight = new Flight(wanted);
    Thread.ofVirtual()
        .name("fetch-" + wanted.digest().abbreviated())
        .start(() -> fly(flight, carrier));
    return flight;
  }

  private void fly(Flight flight, Carrier carrier) {
    Digest digest = flight.wanted().digest();
    long started = System.nanoTime();
    try {
      slots.acquire();
      try {
        transfer(flight, carrier);
      } finally {
        slots.release();
      }
      flying.remove(digest);
      flight.visible();
      long millis = (System.nanoTime() - started) / 1_000_000;
      log.accept("fetched " + digest + " " + flight.wanted().size() + "B " + millis + "ms");
    } catch (IOException | RuntimeException | InterruptedException e) {
      flying.remove(digest);
      flight.failed(e instanceof IOException known ? known : new IOException(e.getMessage(), e));
      log.accept("not fetched " + digest + ": " + e.getMessage());
    }
  }

  private void transfer(Flight flight, Carrier carrier) throws IOException {
    Descriptor wanted = flight.wanted();
    try (Open open = stores.open();
        ContentStore.Partial partial = open.store().resume(wanted)) {
      if (open.store().has(wanted.digest())) {
        return;
      }
      flight.into(partial);
      carrier.carry(flight, new WatchedPartial(partial, flight));
    }
  }
}
