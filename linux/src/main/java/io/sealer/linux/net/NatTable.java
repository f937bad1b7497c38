package io.sealer.linux.net;

import static io.sealer.linux.net.NftExpressions.destinationNat;
import static io.sealer.linux.net.NftExpressions.draw;
import static io.sealer.linux.net.NftExpressions.isEqual;
import static io.sealer.linux.net.NftExpressions.jump;
import static io.sealer.linux.net.NftExpressions.load;
import static io.sealer.linux.net.NftExpressions.loadOriginalDestination;
import static io.sealer.linux.net.NftExpressions.loadProtocol;
import static io.sealer.linux.net.NftExpressions.masquerade;
import static io.sealer.linux.net.NftExpressions.number;
import static io.sealer.linux.net.NftExpressions.port;
import static io.sealer.linux.net.NftExpressions.setAddress;
import static io.sealer.linux.net.NftExpressions.setPort;

import io.sealer.linux.Attributes;
import io.sealer.linux.LinuxException;
import io.sealer.linux.NetlinkMessage;
import io.sealer.linux.NetlinkSocket;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A table of nftables that sends connections with a virtual address to one of several servers. The
 * whole table is one transaction: a packet sees the old rules or the new ones. Needs root.
 *
 * @param name of the table
 */
public record NatTable(String name) {
  private static final int ENOENT = 2;
  private static final int HOOK_PREROUTING = 0;
  private static final int HOOK_OUTPUT = 3;
  private static final int HOOK_POSTROUTING = 4;
  private static final int BEFORE_DESTINATION_NAT = -101;
  private static final int BEFORE_SOURCE_NAT = 99;
  private static final int NETWORK = 1;
  private static final int TRANSPORT = 2;
  private static final int TCP = 6;
  private static final String SELECT = "select";

  /** Puts the table in place of the one that is there. */
  public void replace(Backends backends) throws LinuxException {
    var messages = new NftMessages(backends.family(), name);
    var batch = new ArrayList<NetlinkMessage>();
    batch.add(NftMessages.begin());
    batch.add(messages.addTable());
    batch.add(messages.deleteTable());
    batch.add(messages.addTable());
    batch.add(messages.addChain(SELECT));
    batch.add(messages.addNatChain("output", HOOK_OUTPUT, BEFORE_DESTINATION_NAT));
    batch.add(messages.addNatChain("prerouting", HOOK_PREROUTING, BEFORE_DESTINATION_NAT));
    batch.add(messages.addNatChain("postrouting", HOOK_POSTROUTING, BEFORE_SOURCE_NAT));
    String front = Backends.text(backends.front());
    batch.add(messages.addRule("output", front, toSelect(backends)));
    batch.add(messages.addRule("prerouting", front, toSelect(backends)));
    batch.add(messages.addRule("postrouting", front, toMasquerade(backends)));
    List<InetSocketAddress> servers = backends.servers();
    for (int i = 0; i < servers.size(); i++) {
      InetSocketAddress server = servers.get(i);
      var rule = toServer(backends.family(), server, servers.size() - i);
      batch.add(messages.addRule(SELECT, Backends.text(server), rule));
    }
    commit(batch);
  }

  private static void commit(List<NetlinkMessage> batch) throws LinuxException {
    batch.add(NftMessages.end());
    try (var kernel = NetlinkSocket.open(NetlinkSocket.NETFILTER, "nftables")) {
      kernel.transact(batch, batch.size() - 2);
    }
  }

  private static List<Consumer<Attributes>> toSelect(Backends backends) {
    Family family = backends.family();
    return List.of(
        load(NETWORK, family.destinationOffset, family.length),
        isEqual(backends.address().getAddress()),
        loadProtocol(),
        isEqual(new byte[] {TCP}),
        load(TRANSPORT, 2, 2),
        isEqual(port(backends.port())),
        jump(SELECT));
  }

  /** What pods open must come back through this host. */
  private static List<Consumer<Attributes>> toMasquerade(Backends backends) {
    return List.of(
        loadOriginalDestination(), isEqual(backends.address().getAddress()), masquerade());
  }

  /** With k servers left this one is taken once in k times. */
  private static List<Consumer<Attributes>> toServer(
      Family family, InetSocketAddress server, int left) {
    var rule = new ArrayList<Consumer<Attributes>>();
    if (left > 1) {
      rule.add(draw(left));
      rule.add(isEqual(number(0)));
    }
    rule.add(setAddress(server));
    rule.add(setPort(server));
    rule.add(destinationNat(family));
    return rule;
  }

  /**
   * Where the kernel sends connections now.
   *
   * @param like a virtual address of the family that is asked for
   * @return the servers; empty when the table is not there or not whole
   */
  public Optional<List<InetSocketAddress>> servers(Backends like) throws LinuxException {
    var messages = new NftMessages(like.family(), name);
    List<String> comments = comments(messages);
    String front = Backends.text(like.front());
    boolean whole = comments.stream().filter(front::equals).count() == 3;
    return whole
        ? Optional.of(comments.stream().filter(c -> !c.equals(front)).map(Backends::parse).toList())
        : Optional.empty();
  }

  private static List<String> comments(NftMessages messages) throws LinuxException {
    try (var kernel = NetlinkSocket.open(NetlinkSocket.NETFILTER, "nftables")) {
      return kernel.ask(messages.listRules()).stream()
          .map(messages::comment)
          .filter(comment -> !comment.isEmpty())
          .toList();
    } catch (LinuxException e) {
      if (e.errno() == ENOENT) {
        return List.of();
      }
      throw e;
    }
  }

  /** Removes the table of both address families, if there is one. */
  public void remove() throws LinuxException {
    for (Family family : Family.values()) {
      var messages = new NftMessages(family, name);
      var batch = new ArrayList<NetlinkMessage>();
      batch.add(NftMessages.begin());
      batch.add(messages.addTable());
      batch.add(messages.deleteTable());
      commit(batch);
    }
  }
}
