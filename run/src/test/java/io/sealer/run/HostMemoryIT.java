package io.sealer.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.HostException;
import io.sealer.host.testing.SshHost;
import io.sealer.run.preflight.HostProblem;
import io.sealer.run.state.Revision;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Files that steps leave on a host, read over a real ssh server. */
class HostMemoryIT {
  private static final Revision REVISION = new Revision(3, "abc");

  @RegisterExtension final SshHost host = new SshHost();

  @BeforeEach
  void start() throws HostException {
    // The server has its own mounts: this machine's directory stays as it is.
    host.shell("mount -t tmpfs tmpfs /var/lib");
  }

  /** With these files below the directory of our book-keeping; nothing for an empty text. */
  private HostMemory remembering(String cluster, String revision, String etcd)
      throws HostException {
    String script =
        """
        mkdir -p /var/lib/sealer/node/steps && cd /var/lib/sealer/node
        [ -z "$1" ] || echo "$1" > cluster
        [ -z "$2" ] || echo "$2" > steps/record
        [ -z "$3" ] || printf "$3" > etcd-members
        """;
    host.shell(script, cluster, revision, etcd);
    return HostMemory.ask(host.session());
  }

  @Test
  void a_fresh_host_remembers_nothing() throws Exception {
    var nothing = new HostMemory("", Optional.empty(), Optional.empty(), List.of());

    assertThat(HostMemory.ask(host.session())).isEqualTo(nothing);
    assertThat(nothing.isOfAnother("prod")).isFalse();
  }

  @Test
  void a_master_remembers_its_cluster_its_revision_and_with_whom_its_etcd_has_started()
      throws Exception {
    HostMemory memory = remembering("prod", REVISION.toString(), "10.0.0.1\\n10.0.0.2\\n");

    assertThat(memory)
        .isEqualTo(
            new HostMemory(
                "prod", Optional.of(REVISION), Optional.empty(), List.of("10.0.0.1", "10.0.0.2")));
    assertThat(memory.isOfAnother("prod")).isFalse();
    assertThat(memory.isOfAnother("stage")).isTrue();
  }

  @Test
  void who_signs_is_told_by_a_fingerprint() throws Exception {
    host.shell(
        """
        mkdir -p /run/etc/upper /run/etc/work
        mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/etc/upper,workdir=/run/etc/work /etc
        mkdir -p /etc/kubernetes/pki
        echo one > /etc/kubernetes/pki/ca.crt
        """);
    HostMemory one = remembering("prod", "", "10.0.0.1\\n");
    host.shell("echo another > /etc/kubernetes/pki/ca.crt");
    HostMemory another = HostMemory.ask(host.session());

    assertThat(one.authority()).isPresent().isNotEqualTo(another.authority());
    assertThat(another.etcd()).containsExactly("10.0.0.1");
  }

  @Test
  void what_is_missing_in_between_moves_nothing() throws Exception {
    assertThat(remembering("prod", "", "10.0.0.1\\n"))
        .isEqualTo(new HostMemory("prod", Optional.empty(), Optional.empty(), List.of("10.0.0.1")));
    host.shell(": > /var/lib/sealer/node/cluster");
    assertThat(remembering("", REVISION.toString(), ""))
        .isEqualTo(
            new HostMemory("", Optional.of(REVISION), Optional.empty(), List.of("10.0.0.1")));
  }

  @Test
  void only_what_others_have_recorded_is_news() {
    var memory = new HostMemory("prod", Optional.of(REVISION), Optional.empty(), List.of());
    var before = new Revision(2, "def");

    assertThat(memory.missed("10.0.0.1", before, before))
        .map(HostProblem::hint)
        .hasValue("learn what it is now: sealer adopt 10.0.0.1");
    assertThat(memory.missed("10.0.0.1", before, REVISION)).isEmpty();
    assertThat(memory.missed("10.0.0.1", REVISION, before)).isEmpty();
  }
}
