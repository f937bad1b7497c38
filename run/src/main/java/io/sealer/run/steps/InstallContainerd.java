package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.node.api.ContainerdLogin;
import io.sealer.oci.Reference;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * containerd from the image's files, with every registry sent to the agent's mirror. A containerd
 * that somebody else installed is kept and gets nothing but the mirror.
 *
 * @param rootfs where the image's files lie
 * @param rules about registries
 * @param images names of the cluster's images
 */
record InstallContainerd(String rootfs, MirrorRules rules, Set<Reference> images)
    implements Asking {
  private static final String UNIT = "/etc/systemd/system/containerd.service";
  private static final String CONFIG = "/etc/containerd/config.toml";

  /** Prints {@code foreign} when a containerd is there that is not ours, then our programs. */
  private static final String WHOSE =
      """
      if systemctl cat containerd.service >/dev/null 2>&1 && ! grep -q '"path":"%s"' /var/lib/sealer/ledger.jsonl 2>/dev/null; then
        echo foreign
      fi
      """
              .formatted(UNIT)
          + Listing.SCRIPT;

  private static final String CHECK =
      """
      is_marked containerd "$1" || { echo "containerd is not set up for this image"; exit 0; }
      [ -f /etc/containerd/certs.d/_default/hosts.toml ] || { echo "the image mirror is not set up"; exit 0; }
      systemctl -q is-active containerd || echo "containerd does not run"
      """;

  private static final String INSTALL =
      """
      rootfs=$1
      mkdir -p /usr/local/bin /etc/containerd
      ln -sfn -t /usr/local/bin "$rootfs"/cri/bin/*
      config=/etc/containerd/config.toml
      login=$(ls /etc/containerd/certs.d/*/login.toml 2>/dev/null || true)
      if [ -z "$login" ]; then
        install -m 0644 "$rootfs/etc/containerd.toml" $config
      else
        grep -q '^version *= *3' "$rootfs/etc/containerd.toml" && plugin=IN_VERSION_3 || plugin=IN_VERSION_2
        rm -f $config
        (umask 077 && { cat "$rootfs/etc/containerd.toml"; echo; sed "1s/IN_VERSION_2/$plugin/" "$login"; } >$config)
      fi
      install -m 0644 "$rootfs/etc/containerd.service" /etc/systemd/system/containerd.service
      start_unit containerd
      """
          .replace("IN_VERSION_2", ContainerdLogin.IN_VERSION_2)
          .replace("IN_VERSION_3", ContainerdLogin.IN_VERSION_3);

  InstallContainerd {
    images = Set.copyOf(images);
  }

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, step.inputs());
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    String programs = rootfs + "/cri/bin";
    List<String> found = Scripts.run(at, "whose containerd", WHOSE, programs).lines();
    rules.put(at);
    if (found.contains("foreign")) {
      new KeptContainerd(rootfs, images).require(at);
      Scripts.mark(at);
    } else {
      install(at, new Listing(found).in(programs));
    }
  }

  private void install(StepContext at, List<String> programs) throws HostException {
    var entries = new ArrayList<LedgerEntry>();
    for (String program : programs) {
      entries.add(LedgerEntry.of(Kind.FILE, "/usr/local/bin/" + program));
    }
    entries.add(LedgerEntry.of(Kind.FILE, CONFIG));
    entries.add(LedgerEntry.of(Kind.FILE, UNIT));
    entries.add(LedgerEntry.of(Kind.UNIT, "containerd.service"));
    List.of("/var/lib/containerd", "/opt/containerd", "/run/containerd")
        .forEach(tree -> entries.add(LedgerEntry.of(Kind.TREE, tree)));
    at.ledger().record(entries.toArray(LedgerEntry[]::new));
    Scripts.runAndMark(at, "install containerd", INSTALL, rootfs);
  }
}
