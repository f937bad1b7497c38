package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Secret;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.pki.ClusterAuthorities;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The cluster's authorities, once a run: read from the first master that holds all of them, else
 * made. They live on masters; here they are in memory only. Thread-safe.
 *
 * @see ClusterAuthorities#FILES
 */
final class MasterKeys {
  /** Where kubeadm keeps certificates. */
  static final String PKI = "/etc/kubernetes/pki/";

  private static final String READ =
      """
      cd /etc/kubernetes/pki 2>/dev/null || exit 0
      for file in "$@"; do [ -s "$file" ] || exit 0; done
      for file in "$@"; do printf '%s %s\\n' "$file" "$(base64 -w 0 < "$file")"; done
      """;

  private final List<String> masters;
  private final boolean founded;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<ClusterAuthorities> known = Optional.empty();

  /**
   * For the masters of one cluster.
   *
   * @param masters addresses, in the order in which they are asked
   * @param founded whether etcd has started already, so that nothing new may be made
   */
  MasterKeys(List<String> masters, boolean founded) {
    this.masters = List.copyOf(masters);
    this.founded = founded;
  }

  ClusterAuthorities get(StepContext at, KubeadmConfig config)
      throws HostException, StepFailure, IOException {
    lock.lock();
    try {
      if (known.isEmpty()) {
        known = Optional.of(find(at, config));
      }
      return known.get();
    } catch (GeneralSecurityException e) {
      throw at.failure(
          "the cluster's authorities cannot be used: " + e.getMessage(),
          "restore /etc/kubernetes/pki of the first master");
    } finally {
      lock.unlock();
    }
  }

  private ClusterAuthorities find(StepContext at, KubeadmConfig config)
      throws HostException, StepFailure, IOException, GeneralSecurityException {
    for (String master : masters) {
      Map<String, Secret> files = read(at, master);
      if (!files.isEmpty()) {
        return ClusterAuthorities.read(files);
      }
    }
    if (founded) {
      throw at.failure(
          "no master holds the keys of the cluster's authorities any more",
          "restore ca.key, etcd/ca.key, front-proxy-ca.key and sa.key below /etc/kubernetes/pki of a"
              + " master");
    }
    return ClusterAuthorities.make(config.authoritiesValid());
  }

  private static Map<String, Secret> read(StepContext at, String master) throws HostException {
    Command ask =
        Command.script(READ, ClusterAuthorities.FILES.toArray(String[]::new))
            .named("read the cluster's authorities");
    var files = new LinkedHashMap<String, Secret>();
    at.session(master)
        .run(ask)
        .stdout()
        .lines()
        .map(line -> line.split(" ", 2))
        .forEach(l -> files.put(l[0], Secret.of(decoded(l[1]))));
    return files;
  }

  private static String decoded(String base64) {
    return new String(
        Base64.getDecoder().decode(base64), java.nio.charset.StandardCharsets.US_ASCII);
  }
}
