package io.sealer.host;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;

/** Opens sessions. The one place that turns a target into a way to it. */
final class DefaultConnector implements Connector {
  private final Bastions bastions;

  DefaultConnector(KnownHosts knownHosts) {
    this.bastions = new Bastions(knownHosts);
  }

  @Override
  public Session connect(Target target) throws HostException {
    if (target.local() && isOurs(target)) {
      return ShellSession.over(
          new LocalLink(), target, "root".equals(System.getProperty("user.name")));
    }
    Link link = bastions.connect(target);
    return ShellSession.over(link, target, target.user().equals("root"));
  }

  /**
   * Behind a bastion our addresses are those of others. Another port on loopback leads elsewhere,
   * such as to a virtual machine.
   */
  private static boolean isOurs(Target target) throws HostException {
    if (target.jump().isPresent()) {
      return false;
    }
    try {
      for (InetAddress address : InetAddress.getAllByName(target.address())) {
        if (address.isLoopbackAddress()) {
          return target.port() == Target.SSH_PORT;
        }
        if (NetworkInterface.getByInetAddress(address) != null) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new HostException.Unreachable(
          target.display(), "the name is not known", "check its spelling and the name service", e);
    }
  }
}
