package io.sealer.run.provider;

import io.sealer.run.clusterfile.ProviderKind;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Where the hosts of a cluster come from. Implementations are found with {@link ServiceLoader}, are
 * thread-safe, hold nothing between calls, and keep what they must remember under {@link
 * ProviderSite#home()}.
 *
 * <pre>{@code
 * Provider provider = Provider.of(cluster.provider());
 * Provision made = provider.ensure(ProviderRequest.of(cluster, site), listener);
 * Cluster withAddresses = made.into(cluster);
 * }</pre>
 */
public interface Provider {
  /** Which value of {@code spec.provider} this is. */
  ProviderKind kind();

  /** Its name in Clusterfiles and flags. */
  default String name() {
    return kind().name();
  }

  /**
   * Makes hosts what the request says, and answers when ssh answers on all of them: hosts that are
   * there are kept, stopped ones are started with the disk they had, missing ones are made. Hosts
   * beyond what is asked for are removed, unless {@link ProviderRequest#keepSurplus()}. Calling it
   * again after any interruption continues.
   *
   * @throws ProviderException with what to do about it
   */
  Provision ensure(ProviderRequest request, ProviderListener listener)
      throws ProviderException, InterruptedException;

  /**
   * Removes these hosts of a cluster with all they had; addresses that are none of its hosts are
   * passed over. Does nothing where hosts are not ours to remove.
   */
  void remove(String cluster, List<String> addresses, ProviderSite site, ProviderListener listener)
      throws ProviderException, InterruptedException;

  /**
   * Removes all hosts that were made for a cluster, with everything that was made for them. Works
   * on hosts that are half-made or dead, and on a cluster that is unknown (then there is nothing to
   * do).
   */
  void delete(String cluster, ProviderSite site, ProviderListener listener)
      throws ProviderException, InterruptedException;

  /** The hosts that were made for a cluster, running or not; empty when there are none. */
  List<ProvidedHost> describe(String cluster, ProviderSite site) throws ProviderException;

  /**
   * The provider of this kind.
   *
   * @throws IllegalStateException when none is installed
   */
  static Provider of(ProviderKind kind) {
    return ServiceLoader.load(Provider.class, Provider.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no provider " + kind + " is installed"));
  }
}
