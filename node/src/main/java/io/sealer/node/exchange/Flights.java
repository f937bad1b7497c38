package io.sealer.node.exchange;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.serve.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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
  private static final int AT_ONCE = 4;

  private final Path store;
  private final Peers peers;
  private final Consumer<String> log;
  private final Map<Digest, Flight> flying = new ConcurrentHashMap<>();
  private final Map<Digest, FutureTask<OptionalLong>> asking = new ConcurrentHashMap<>();
  private final Semaphore slots = new Semaphore(AT_ONCE);

  /**
   * @param store directory of the store; it is open only while something arrives, so that what has
   *     come can be pruned later
   * @param log is told of each fetch
   */
  public Flights(Path store, Peers peers, Consumer<String> log) {
    this.store = store;
    this.peers = peers;
    this.log = log;
  }

  /**
   * How long a content is that peers have or that is on its way; one question however many ask.
   * Throws as {@link Peers#size} does.
   */
  public OptionalLong size(Digest digest) throws IOException {
    Flight flight = flying.get(digest);
    if (flight != null) {
      return OptionalLong.of(flight.wanted().size());
    }
    var own = new FutureTask<>(() -> peers.size(digest));
    FutureTask<OptionalLong> others = asking.putIfAbsent(digest, own);
    if (others == null) {
      own.run();
      asking.remove(digest);
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
      throw new InterruptedIOException("interrupted while peers are asked");
    }
  }

  /** Returns when the content is in the store, verified. */
  public void fetch(Descriptor wanted) throws IOException {
    join(wanted).awaitVisible();
  }

  /**
   * The content from a position on, as it arrives; empty when it is in the store by now. Returns
   * when there is something to read.
   */
  public Optional<InputStream> open(Descriptor wanted, long position) throws IOException {
    Flight flight = join(wanted);
    if (flight.wanted().size() != wanted.size()) {
      throw ErrorCode.UNAVAILABLE.because("peers disagree how long " + wanted.digest() + " is");
    }
    flight.await(position);
    Optional<SeekableByteChannel> channel = flight.reader();
    return channel.isEmpty()
        ? Optional.empty()
        : Optional.of(new TailStream(flight, channel.get(), position));
  }

  private Flight join(Descriptor wanted) {
    return flying.computeIfAbsent(wanted.digest(), _ -> start(wanted));
  }

  private Flight start(Descriptor wanted) {
    var flight = new Flight(wanted);
    Thread.ofVirtual().name("fetch-" + wanted.digest().abbreviated()).start(() -> fly(flight));
    return flight;
  }

  private void fly(Flight flight) {
    Digest digest = flight.wanted().digest();
    long started = System.nanoTime();
    try {
      slots.acquire();
      try {
        transfer(flight);
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

  private void transfer(Flight flight) throws IOException {
    try (DiskStore open = DiskStore.open(store);
        ContentStore.Partial partial = open.resume(flight.wanted())) {
      if (open.has(flight.wanted().digest())) {
        return;
      }
      flight.into(partial);
      new Transfer(flight, peers, partial).run();
    }
  }
}
