package io.sealer.run.scale;

import io.sealer.host.testing.SimulatedHosts;
import io.sealer.host.testing.SimulatedHosts.Answer;
import java.time.Instant;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Servers on which nothing was ever done, each with a name of its own. */
public final class FreshServers implements SimulatedHosts.Answers {
  private static final String FACTS =
      """
      sealer-facts	1
      time	@seconds@.@nanos@
      uid	0
      hostname	host-@name@
      kernel	Linux	6.1.0-18-amd64	x86_64
      os-release	debian	12	Debian GNU/Linux 12 (bookworm)
      machine-id	@machine@
      cpus	4
      memory	8323870720
      swap	0
      disk	/var/lib/sealer/node	/	ext4	209563975680	150000000512
      disk	/var/lib/sealer/data/my-cluster	/	ext4	209563975680	150000000512
      disk	/var/lib/containerd	/	ext4	209563975680	150000000512
      interface	lo
      interface	eth0
      address	lo	127.0.0.1/8
      address	eth0	@address@/16
      default-address	@address@
      cgroups	no	yes
      init	systemd
      listen	udp	127.0.0.53%lo:53	users:(("systemd-resolve",pid=300,fd=13))
      listen	tcp	0.0.0.0:22	users:(("sshd",pid=412,fd=3))
      listen	tcp	[::]:22	users:(("sshd",pid=412,fd=4))
      kubelet-running	no
      end
      """;

  /** One of those that are asked together. */
  private static final Pattern QUESTION = Pattern.compile("answer \\$\\? (\\d+)");

  @Override
  public Answer to(String address, String script) {
    if (script.contains("say sealer-facts")) {
      return new Answer("facts", facts(address), 0);
    }
    if (script.contains("/node/etcd-members")) {
      return new Answer("whose", "\n", 0);
    }
    if (script.contains("oflag=dsync")) {
      return new Answer("probe", "writes 1000000000 1040000000\n", 0);
    }
    if (script.contains("find \"$2\" -type f")) {
      return new Answer("content", "", 0);
    }
    if (script.contains("answer $? ")) {
      String answers =
          QUESTION
              .matcher(script)
              .results()
              .map(question -> "answer " + question.group(1) + " nothing was done here\n")
              .collect(Collectors.joining());
      return new Answer("check", answers, 0);
    }
    if (script.contains("is_marked")) {
      return new Answer("look", "nothing was done here\n", 0);
    }
    if (script.contains("|| exit 44")) {
      return new Answer("stat", "", 44);
    }
    return new Answer("other", "", 1);
  }

  private static String facts(String address) {
    Instant now = Instant.now();
    return FACTS
        .replace("@seconds@", String.valueOf(now.getEpochSecond()))
        .replace("@nanos@", "%09d".formatted(now.getNano()))
        .replace("@name@", address.replace('.', '-'))
        .replace("@machine@", "%032x".formatted(address.hashCode()))
        .replace("@address@", address);
  }
}
