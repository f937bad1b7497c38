package io.sealer.node.exchange;

import io.sealer.node.api.AgentConfig;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.store.ContentStore;
import io.sealer.share.flight.Carrier;
import io.sealer.share.flight.Flight;
import io.sealer.share.serve.ErrorCode;
import io.sealer.share.serve.Repository;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The other agents in the order in which they are best asked: as configured, but those that failed
 * lately come last, each for a while that doubles with every failure. Nobody is left out for good.
 * Thread-safe.
 */
public final class Peers implements Carrier {
  private static final Duration FIRST_REST = Duration.ofSeconds(1);
  private static final Duration LONGEST_REST = Duration.ofSeconds(30);
  private static final Duration SUSPECT_REST = Duration.ofMinutes(1);

  /** Until when (nano time) to leave it alone, after how many failures. */
  private record Rest(long until, int failures) {}

  private final Supplier<AgentConfig> config;
  private final AgentTls tls;
  private final Map<String, Rest> resting = new ConcurrentHashMap<>();

  public Peers(Supplier<AgentConfig> config, AgentTls tls) {
    this.config = config;
    this.tls = tls;
  }

  /** The health of a peer, for people: whether it did what was asked of it last. */
  public record Health(String name, boolean healthy) {}

  /** All peers and how they are. */
  public List<Health> health() {
    return configured().stream()
        .map(o -> new Health(o.name(), !resting.containsKey(o.name())))
        .toList();
  }

  /** Whether there is anybody to ask. */
  public boolean areThere() {
    return !configured().isEmpty();
  }

  /** Everybody, the best first. */
  List<Origin> inOrder() {
    var all = new ArrayList<>(configured());
    all.sort(Comparator.comparingLong(o -> isRested(o) ? 0 : 1 + remaining(o)));
    return all;
  }

  private List<Origin> configured() {
    return config.get().peers().stream().<Origin>map(peer -> new PeerOrigin(peer, tls)).toList();
  }

  private boolean isRested(Origin origin) {
    return remaining(origin) == 0;
  }

  private long remaining(Origin origin) {
    Rest rest = resting.get(origin.name());
    return rest == null ? 0 : Math.max(0, rest.until() - System.nanoTime());
  }

  void worked(Origin origin) {
    resting.remove(origin.name());
  }

  void failed(Origin origin) {
    resting.compute(
        origin.name(),
        (_, last) -> {
          int failures = last == null ? 1 : Math.min(last.failures() + 1, 16);
          long rest = Math.min(LONGEST_REST.toNanos(), FIRST_REST.toNanos() << (failures - 1));
          return new Rest(System.nanoTime() + rest, failures);
        });
  }

  /** It has given content that was not what its digest says. */
  void suspect(Origin origin) {
    resting.put(origin.name(), new Rest(System.nanoTime() + SUSPECT_REST.toNanos(), 1));
  }

  /**
   * What a name stands for at the first peer that knows it.
   *
   * @throws io.sealer.share.serve.DistributionException when nobody knows it and somebody could not
   *     be asked
   */
  public Optional<Descriptor> resolve(Repository repository, String tag) throws IOException {
    return first(origin -> origin.resolve(repository, tag));
  }

  /** Length of a content at the first peer that has it; throws as {@link #resolve} does. */
  @Override
  public OptionalLong size(Digest digest) throws IOException {
    Optional<Long> found =
        first(
            origin -> {
              OptionalLong size = origin.size(digest);
              return size.isEmpty() ? Optional.empty() : Optional.of(size.getAsLong());
            });
    return found.isEmpty() ? OptionalLong.empty() : OptionalLong.of(found.get());
  }

  @Override
  public void carry(Flight flight, ContentStore.Partial into) throws IOException {
    new Transfer(flight, this, into).run();
  }

  private interface Question<T> {
    Optional<T> ask(Origin origin) throws IOException;
  }

  /** Whoever does not answer is asked once more after all others. */
  private <T> Optional<T> first(Question<T> question) throws IOException {
    var silent = new LinkedHashMap<Origin, String>();
    Optional<T> answer = ask(inOrder(), question, silent);
    if (answer.isEmpty() && !silent.isEmpty()) {
      var again = List.copyOf(silent.keySet());
      silent.clear();
      answer = ask(again, question, silent);
    }
    if (answer.isEmpty() && !silent.isEmpty()) {
      throw ErrorCode.UNAVAILABLE.because(
          "not here, and not every peer could be asked: " + String.join("; ", silent.values()));
    }
    return answer;
  }

  private <T> Optional<T> ask(
      List<Origin> origins, Question<T> question, Map<Origin, String> silent) {
    for (Origin origin : origins) {
      try {
        Optional<T> answer = question.ask(origin);
        worked(origin);
        if (answer.isPresent()) {
          return answer;
        }
      } catch (IOException e) {
        failed(origin);
        silent.put(origin, origin.name() + ": " + e.getMessage());
      }
    }
    return Optional.empty();
  }
}
