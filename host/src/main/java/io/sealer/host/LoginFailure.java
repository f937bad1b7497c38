package io.sealer.host;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** What an exception of the ssh library at connect time means to the user. */
final class LoginFailure {
  private LoginFailure() {}

  static HostException explain(Target target, List<String> tried, Throwable e) {
    String message = Optional.ofNullable(e.getMessage()).orElse(e.toString());
    if (message.startsWith("Auth ") || message.contains("authentication failures")) {
      return refused(target, tried, message, e);
    }
    return unreachable(target, message, e);
  }

  private static HostException refused(
      Target target, List<String> tried, String message, Throwable e) {
    int quote = message.indexOf('\'');
    String accepted = quote < 0 ? "" : message.substring(quote + 1, message.lastIndexOf('\''));
    String hint =
        accepted.isEmpty()
            ? "check user, keys and password"
            : "check user, keys and password; the server accepts: " + accepted;
    return new HostException.AuthenticationFailed(target.display(), target.user(), tried, hint, e);
  }

  private static HostException unreachable(Target target, String message, Throwable e) {
    String host = target.display();
    return switch (root(e)) {
      case UnknownHostException _ ->
          new HostException.Unreachable(
              host, "the name is not known", "check its spelling and the name service", e);
      case NoRouteToHostException _ ->
          new HostException.Unreachable(
              host, "no route to the host", "check the address, the network and firewalls", e);
      case ConnectException _ ->
          new HostException.Unreachable(
              host,
              "port " + target.port() + " refuses connections",
              "check that sshd runs there and listens on this port",
              e);
      case SocketTimeoutException _ ->
          new HostException.Unreachable(
              host,
              "no answer within " + target.connectTimeout().toSeconds() + " s",
              "check that the host is up, the address and port right, and no firewall between",
              e);
      default -> notSsh(target, message, e);
    };
  }

  private static HostException notSsh(Target target, String message, Throwable e) {
    String hint =
        message.contains("Algorithm negotiation")
            ? "the server is too old or too strict: no common algorithms"
            : "check that port " + target.port() + " is an ssh server and does not refuse us";
    return new HostException.Unreachable(target.display(), "no ssh login: " + message, hint, e);
  }

  private static Throwable root(Throwable e) {
    Throwable deepest = e;
    for (Throwable c = e; c != null; c = c.getCause()) {
      deepest = c;
    }
    return deepest;
  }
}
