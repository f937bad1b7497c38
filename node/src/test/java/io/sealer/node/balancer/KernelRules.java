package io.sealer.node.balancer;

/** How the rules of a kernel's balancer are read and thrown away, by tools that are not ours. */
enum KernelRules {
  NFTABLES("nft list ruleset", "nft flush ruleset"),
  IPVS("ipvsadm --save --numeric", "ipvsadm --clear");

  private final String list;
  private final String flush;

  KernelRules(String list, String flush) {
    this.list = list;
    this.flush = flush;
  }

  /** The kind that the agent must choose here: nftables unless told by a system property. */
  static KernelRules ofThisMachine() {
    return valueOf(System.getProperty("sealer.rules", NFTABLES.name()));
  }

  /** As the agent calls it. */
  String kind() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  String[] list() {
    return list.split(" ");
  }

  String[] flush() {
    return flush.split(" ");
  }
}
