package io.sealer.run.preflight;

import io.sealer.host.testing.Sshd;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Another host, in a network of its own, on which nobody listens; behind a real firewall. */
public final class FirewalledHost implements BeforeEachCallback, AfterEachCallback {
  /** What lets nobody in but to ssh. */
  public static final String ONLY_SSH = "ct state established,related accept; tcp dport != 22 drop";

  private final String namespace = "probe-" + ProcessHandle.current().pid();
  private final String link = "prb" + ProcessHandle.current().pid() % 100_000;

  /** Tests run side by side: each process has a network of four addresses of its own. */
  private final int network = (int) (ProcessHandle.current().pid() % (1 << 14)) * 4;

  /** Where this machine is in its network. */
  public String here() {
    return address(1);
  }

  /** The host's address. */
  public String address() {
    return address(2);
  }

  private String address(int host) {
    return "10.213.%d.%d".formatted(network >> 8, (network & 255) + host);
  }

  /** The host's address and the port of its ssh server. */
  public String door() {
    return address() + ",22";
  }

  @Override
  public void beforeEach(ExtensionContext context) throws Exception {
    ip("netns add " + namespace);
    ip("link add " + link + " type veth peer name net0 netns " + namespace);
    ip("address add " + here() + "/30 dev " + link);
    ip("link set " + link + " up");
    ip("-n " + namespace + " address add " + address() + "/30 dev net0");
    ip("-n " + namespace + " link set net0 up");
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    ip("netns delete " + namespace);
  }

  /** Adds a rule of nftables to what comes in. */
  public void firewall(String rule) throws Exception {
    String table = "table inet f { chain i { type filter hook input priority 0; " + rule + "; }; }";
    Sshd.run("ip", "netns", "exec", namespace, "nft", table);
  }

  /** There is no way to it any more. */
  void isolate() throws Exception {
    ip("-n " + namespace + " link set net0 down");
  }

  private static void ip(String arguments) throws Exception {
    Sshd.run(("ip " + arguments).split(" "));
  }
}
