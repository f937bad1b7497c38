package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import java.io.IOException;

/**
 * Kernel parameters, kernel modules where they can be loaded, and names in /etc/hosts.
 *
 * @param cluster name of the cluster, which is left on the host
 * @param hosts lines for /etc/hosts, which may hold {@code @apiserver@} for the API server's
 *     address as this host shall see it
 * @param own this host's address
 * @param others where a host finds the API server that has none yet
 */
record PrepareHost(String cluster, String hosts, String own, String others) implements Asking {
  private static final String SYSCTL = "/etc/sysctl.d/90-sealer.conf";
  private static final String MODULES = "/etc/modules-load.d/sealer.conf";
  private static final String PARAMETERS =
      """
      net.ipv4.ip_forward = 1
      net.ipv6.conf.all.forwarding = 1
      net.bridge.bridge-nf-call-iptables = 1
      net.bridge.bridge-nf-call-ip6tables = 1
      """;

  /** A master that runs an API server sees its own, every other host the virtual address. */
  private static final String BLOCK =
      """
      apiserver=$3
      if [ -e /etc/kubernetes/manifests/kube-apiserver.yaml ] && [ -s /etc/kubernetes/kubelet.conf ]; then apiserver=$2; fi
      wanted=$(printf '# BEGIN sealer\\n%s\\n# END sealer' "$1" | sed "s/@apiserver@/$apiserver/")
      found=$(sed -n '/^# BEGIN sealer$/,/^# END sealer$/p' /etc/hosts)
      """;

  private static final String CHECK =
      BLOCK
          + """
          [ "$(cat /var/lib/sealer/node/cluster 2>/dev/null)" = "$4" ] || { echo "it is not prepared"; exit 0; }
          [ "$found" = "$wanted" ] || { echo "names are missing in /etc/hosts"; exit 0; }
          [ "$(cat /proc/sys/net/ipv4/ip_forward)" = 1 ] || echo "packets are not forwarded"
          [ -f /etc/sysctl.d/90-sealer.conf ] || echo "kernel parameters are not set"
          """;

  /** /etc/hosts may be a mount: it is written, not replaced. */
  private static final String RUN =
      BLOCK
          + """
          mkdir -p /var/lib/sealer/node && echo "$4" > /var/lib/sealer/node/cluster
          rest=$(sed '/^# BEGIN sealer$/,/^# END sealer$/d' /etc/hosts)
          printf '%s\\n%s\\n' "$rest" "$wanted" > /etc/hosts
          for module in overlay br_netfilter nf_conntrack; do modprobe -q $module 2>/dev/null || true; done
          while read -r name _ value; do
            path=/proc/sys/$(echo "$name" | tr . /)
            if [ -w "$path" ]; then echo "$value" > "$path" 2>/dev/null || true; fi
          done < /etc/sysctl.d/90-sealer.conf
          """;

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, hosts, own, others, cluster);
  }

  @Override
  public void run(StepContext at) throws HostException, IOException {
    at.ledger()
        .record(
            LedgerEntry.of(Kind.TREE, HostPaths.NODE),
            LedgerEntry.of(Kind.LINES, "/etc/hosts"),
            LedgerEntry.of(Kind.FILE, SYSCTL),
            LedgerEntry.of(Kind.FILE, MODULES));
    new SmallFiles()
        .open(SYSCTL, PARAMETERS)
        .open(MODULES, "overlay\nbr_netfilter\nnf_conntrack\n")
        .putAndRun(at, "prepare the host", RUN, hosts, own, others, cluster);
  }
}
