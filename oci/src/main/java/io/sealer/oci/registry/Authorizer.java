package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds the value of {@code Authorization} for an operation. Remembers what each registry asked
 * for, so that only the first request to it is answered with 401. Thread-safe.
 */
final class Authorizer {
  private final CredentialSource source;
  private final Tokens tokens;
  private final Map<String, Challenge> known = new ConcurrentHashMap<>();
  private final Map<String, Optional<Credential>> credentials = new ConcurrentHashMap<>();

  Authorizer(CredentialSource source, Wire wire) {
    this.source = source;
    this.tokens = new Tokens(wire);
  }

  /** What to send at first; empty while the registry has not said what it wants. */
  Optional<String> first(Operation operation) throws IOException {
    Challenge challenge = known.get(operation.endpoint().registry());
    return challenge == null
        ? Optional.empty()
        : answer(operation, operation.endpoint().base(), challenge, Optional.empty());
  }

  /**
   * What to send after a 401; empty when there is nothing else to show.
   *
   * @param refused what was sent
   */
  Optional<String> next(
      Operation operation, URI uri, List<Challenge> offered, Optional<String> refused)
      throws IOException {
    Optional<Challenge> chosen = Challenge.choose(offered);
    if (chosen.isEmpty()) {
      return Optional.empty();
    }
    known.put(operation.endpoint().registry(), chosen.get());
    return answer(operation, uri, chosen.get(), refused)
        .filter(a -> !refused.equals(Optional.of(a)));
  }

  private Optional<String> answer(
      Operation operation, URI uri, Challenge challenge, Optional<String> refused)
      throws IOException {
    Optional<Credential> credential = credential(operation.endpoint().registry());
    if (challenge.isBearer()) {
      return Optional.of(tokens.header(operation, uri, challenge, credential, refused));
    }
    return credential.flatMap(
        c -> c instanceof Credential.Basic basic ? Optional.of(basic.header()) : Optional.empty());
  }

  private Optional<Credential> credential(String registry) throws OciException {
    Optional<Credential> found = credentials.get(registry);
    if (found == null) {
      found = source.find(registry);
      credentials.put(registry, found);
    }
    return found;
  }
}
