package io.sealer.run.kubernetes;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.run.engine.StepContext;
import java.time.Duration;
import java.util.List;

/**
 * etcdctl of the etcd that runs on a master, in its file system: needs neither the API server,
 * which may be silent, nor a container runtime's tools.
 *
 * @param master address of that master
 */
public record Etcdctl(String master) {
  private static final Duration SILENCE = Duration.ofMinutes(1);

  static final String RUN =
      """
      for dir in /proc/[0-9]*; do
        [ "$(cat "$dir/comm" 2>/dev/null)" = etcd ] || continue
        tr '\\0' '\\n' < "$dir/cmdline" | grep -q '^--trusted-ca-file=/etc/kubernetes/pki/' || continue
        export ETCDCTL_API=3
        exec nsenter --mount --target "${dir#/proc/}" etcdctl --endpoints=https://127.0.0.1:2379 --cacert=/etc/kubernetes/pki/etcd/ca.crt \\
          --cert=/etc/kubernetes/pki/etcd/server.crt --key=/etc/kubernetes/pki/etcd/server.key "$@"
      done
      echo "etcd does not run here" >&2
      exit 69
      """;

  /** Defines a shell function of this name, which passes its arguments to etcdctl. */
  public static String function(String name) {
    return name + "() (\n" + RUN + ")\n";
  }

  /**
   * A member.
   *
   * @param id hexadecimal
   * @param started whether it has ever run
   * @param name empty until it has run
   * @param peerUrl where other members reach it
   * @param learner whether it has no vote yet
   */
  public record Member(String id, boolean started, String name, String peerUrl, boolean learner) {}

  /** Where the member of a master is reached by others. */
  public static String peerUrl(String address) {
    return "https://" + ClusterNetwork.bracketed(address) + ":2380";
  }

  List<Member> members(StepContext at) throws HostException {
    return members(at.session(master));
  }

  /** All members, as the etcd of this host lists them; it must run. */
  public static List<Member> members(Session session) throws HostException {
    return run(session, "member", "list", "-w", "simple")
        .lines()
        .map(line -> line.split(", ", -1))
        .filter(parts -> parts.length >= 5)
        .map(Etcdctl::member)
        .toList();
  }

  /** Identity, status, name, peer and client addresses, learner. */
  private static Member member(String[] parts) {
    boolean learner = parts.length > 5 && parts[5].strip().equals("true");
    return new Member(parts[0], !parts[4].isEmpty(), parts[2], parts[3], learner);
  }

  /** Output of a call that must succeed. */
  String run(StepContext at, String... arguments) throws HostException {
    return run(at.session(master), arguments);
  }

  private static String run(Session session, String... arguments) throws HostException {
    Command call =
        Command.script(RUN, arguments)
            .named("etcdctl " + String.join(" ", arguments))
            .withIdleTimeout(SILENCE);
    return session.run(call).stdout();
  }
}
