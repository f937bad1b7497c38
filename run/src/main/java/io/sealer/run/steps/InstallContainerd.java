package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.node.api.ContainerdLogin;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import java.util.ArrayList;
import java.util.List;

/**
 * containerd from the image's files, with every registry sent to the agent's mirror. A containerd
 * that somebody else installed is kept and gets nothing but the mirror.
 *
 * @param rootfs where the image's files lie
 * @param rules about registries
 */
record InstallContainerd(String rootfs, MirrorRules rules) implements Asking {
  private static final String UNIT = "/etc/systemd/system/containerd.service";
  private static final String CONFIG = "/etc/containerd/config.toml";

  /** Prints {@code foreign} when a containerd is there that is not ours. */
  private static final String WHOSE =
      """
      if systemctl cat containerd.service >/dev/null 2>&1 && ! grep -q '"path":"%s"' /var/lib/sealer/ledger.jsonl 2>/dev/null; then
        echo foreign
      fi
      """
          .formatted(UNIT);

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

  /**
   * What a containerd lacks. Version 2 quotes otherwise than version 1, and its directories may be
   * several; the one that comes with Docker has its CRI switched off.
   */
  private static final String KEEP =
      """
      systemctl -q is-active containerd || systemctl start containerd
      config=$(containerd config dump 2>/dev/null || :)
      if printf '%s\\n' "$config" | grep -qE "^ *disabled_plugins *=.*[\\"'](io\\.containerd\\.grpc\\.v1\\.)?cri[\\"']"; then echo "no CRI"; fi
      printf '%s\\n' "$config" | grep -qE "^ *config_path *= *[\\"']([^\\"']*:)?/etc/containerd/certs\\.d[:\\"']" || echo "no mirrors"
      """;

  @Override
  public Question question(Step step) {
    return Scripts.question(CHECK, step.inputs());
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    boolean foreign = !Scripts.run(at, "whose containerd", WHOSE).text().isEmpty();
    rules.put(at);
    if (foreign) {
      keep(at);
      Scripts.mark(at);
    } else {
      install(at);
    }
  }

  private void install(StepContext at) throws HostException {
    var entries = new ArrayList<LedgerEntry>();
    String programs = rootfs + "/cri/bin";
    for (String program : Listing.of(at, programs).in(programs)) {
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

  private static void keep(StepContext at) throws HostException, StepFailure {
    List<String> lacks = Scripts.run(at, "look at containerd", KEEP).lines();
    if (lacks.contains("no CRI")) {
      throw at.failure(
          "the containerd that is installed here does not serve Kubernetes, and sealer does not"
              + " change its configuration",
          "take cri out of disabled_plugins in /etc/containerd/config.toml and restart containerd");
    }
    if (lacks.contains("no mirrors")) {
      throw at.failure(
          "the containerd that is installed here reads no mirrors, and sealer does not change its"
              + " configuration",
          "set config_path = \"/etc/containerd/certs.d\" in /etc/containerd/config.toml, under"
              + " [plugins.\"io.containerd.grpc.v1.cri\".registry], for containerd 2 under"
              + " [plugins.\"io.containerd.cri.v1.images\".registry], and restart containerd");
    }
  }
}
