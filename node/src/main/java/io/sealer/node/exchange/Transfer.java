package io.sealer.node.exchange;

import io.sealer.oci.Descriptor;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.CorruptContentException;
import io.sealer.share.flight.Flight;
import io.sealer.share.serve.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Moves one content from peers into the store. When a peer fails, the next one goes on where it
 * stopped; damaged content is thrown away and fetched from others. For one thread.
 */
final class Transfer {
  private static final int BUFFER = 1 << 16;
  private static final int ROUNDS = 4;
  private static final int STRIKES = 2;

  private final Descriptor wanted;
  private final Peers peers;
  private final ContentStore.Partial partial;
  private final Set<String> useless = new HashSet<>();
  private final Map<String, Integer> strikes = new HashMap<>();
  private final Set<Origin> givers = new HashSet<>();
  private final List<String> reasons = new ArrayList<>();

  Transfer(Flight flight, Peers peers, ContentStore.Partial partial) {
    this.wanted = flight.wanted();
    this.peers = peers;
    this.partial = partial;
  }

  /** Returns when the content is in the store. */
  void run() throws IOException {
    boolean pure = partial.position() == 0; // nothing of earlier attempts in it
    for (int round = 0; ; round++) {
      fill();
      try {
        partial.commit();
        return;
      } catch (CorruptContentException e) {
        blame(pure);
        pure = true;
        if (round == ROUNDS) {
          throw e;
        }
      }
    }
  }

  /** All who gave are suspects and come last; only who gave all of it is known to be wrong. */
  private void blame(boolean pure) {
    reasons.add("damaged content came from " + givers.stream().map(Origin::name).toList());
    givers.forEach(peers::suspect);
    if (pure && givers.size() == 1) {
      givers.forEach(giver -> useless.add(giver.name()));
    }
    givers.clear();
  }

  private void fill() throws IOException {
    while (partial.position() < wanted.size()) {
      Origin origin = next();
      long before = partial.position();
      try {
        if (!copy(origin)) {
          useless.add(origin.name());
        }
      } catch (IOException e) {
        peers.failed(origin);
        reasons.add(origin.name() + ": " + e.getMessage());
        boolean again = strikes.merge(origin.name(), 1, Integer::sum) < STRIKES;
        if (partial.position() == before && !again) {
          useless.add(origin.name());
        }
      }
    }
  }

  private Origin next() throws IOException {
    return peers.inOrder().stream()
        .filter(origin -> !useless.contains(origin.name()))
        .findFirst()
        .orElseThrow(() -> ErrorCode.UNAVAILABLE.because(why()));
  }

  private String why() {
    return "no peer could give "
        + wanted.digest()
        + ": "
        + (reasons.isEmpty() ? "none has it" : String.join("; ", reasons));
  }

  /** Takes what this peer gives; false when it does not have the content. */
  private boolean copy(Origin origin) throws IOException {
    Optional<Origin.Body> found = origin.open(wanted.digest(), partial.position());
    if (found.isEmpty()) {
      return false;
    }
    try (Origin.Body body = found.get()) {
      if (body.total() != wanted.size()) {
        throw new IOException("has " + body.total() + " bytes instead of " + wanted.size());
      }
      givers.add(origin);
      byte[] buffer = new byte[BUFFER];
      while (partial.position() < wanted.size()) {
        int n = body.stream().read(buffer, 0, buffer.length);
        if (n < 0) {
          throw new EOFException("broke off at byte " + partial.position());
        }
        write(buffer, n);
      }
    }
    peers.worked(origin);
    return true;
  }

  private void write(byte[] buffer, int n) throws IOException {
    try {
      partial.write(buffer, 0, n);
    } catch (IOException e) {
      throw new StoreFailure(e);
    }
  }

  /** Our own disk failed: no other peer can help. */
  static final class StoreFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreFailure(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
