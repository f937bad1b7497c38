package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import java.util.ArrayList;
import java.util.List;

/**
 * Programs of Kubernetes and of the container network, and the kubelet's unit; kubeadm starts it.
 *
 * @param rootfs where the image's files lie
 * @param master whether the host gets an etcd
 */
record InstallKubelet(String rootfs, boolean master) implements Asking {
  private static final String UNIT = "/etc/systemd/system/kubelet.service";
  private static final String DROP_IN = "/etc/systemd/system/kubelet.service.d/10-kubeadm.conf";

  private static final String CHECK =
      """
      is_marked kubelet "$1" || { echo "the kubelet is not set up for this image"; exit 0; }
      [ -x /usr/local/bin/kubelet ] && [ -f /etc/systemd/system/kubelet.service ] || echo "files of the kubelet are missing"
      for network in "$2"/cni/net.d/*; do
        [ ! -f "$network" ] || [ -f "/etc/cni/net.d/${network##*/}" ] || { echo "the list of the pod network is missing"; exit 0; }
      done
      """;

  private static final String INSTALL =
      """
      rootfs=$1
      mkdir -p /usr/local/bin /opt/cni/bin /etc/cni/net.d /etc/systemd/system/kubelet.service.d /etc/kubernetes
      ln -sfn -t /usr/local/bin "$rootfs"/bin/*
      ln -sfn -t /opt/cni/bin "$rootfs"/cni/bin/*
      for network in "$rootfs"/cni/net.d/*; do
        if [ -f "$network" ]; then install -m 0644 "$network" /etc/cni/net.d/; fi
      done
      install -m 0644 "$rootfs/etc/kubelet.service" /etc/systemd/system/kubelet.service
      install -m 0644 "$rootfs/etc/10-kubeadm.conf" /etc/systemd/system/kubelet.service.d/10-kubeadm.conf
      if [ -f /var/lib/kubelet/config.yaml ]; then start_unit kubelet; else systemctl -q --no-reload enable kubelet; fi
      """;

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, step.inputs(), rootfs);
  }

  @Override
  public void run(StepContext at) throws HostException {
    at.ledger().record(entries(at).toArray(LedgerEntry[]::new));
    Scripts.runAndMark(at, "install the kubelet", INSTALL, rootfs);
  }

  private List<LedgerEntry> entries(StepContext at) throws HostException {
    var entries = new ArrayList<LedgerEntry>();
    Listing programs = Listing.of(at, rootfs + "/bin", rootfs + "/cni/bin");
    for (String program : programs.in(rootfs + "/bin")) {
      entries.add(LedgerEntry.of(Kind.FILE, "/usr/local/bin/" + program));
    }
    for (String program : programs.in(rootfs + "/cni/bin")) {
      entries.add(LedgerEntry.of(Kind.FILE, "/opt/cni/bin/" + program));
    }
    entries.add(LedgerEntry.of(Kind.FILE, UNIT));
    entries.add(LedgerEntry.of(Kind.FILE, DROP_IN));
    entries.add(LedgerEntry.of(Kind.UNIT, "kubelet.service"));
    List.of("/etc/kubernetes", "/var/lib/kubelet", "/run/kubernetes")
        .forEach(tree -> entries.add(LedgerEntry.of(Kind.TREE, tree)));
    // Podman and nerdctl keep their networks there.
    List.of("/etc/cni/net.d", "/var/lib/cni")
        .forEach(tree -> entries.add(LedgerEntry.of(Kind.SHARED, tree)));
    if (master) {
      entries.add(LedgerEntry.of(Kind.TREE, "/var/lib/etcd"));
    }
    return entries;
  }
}
