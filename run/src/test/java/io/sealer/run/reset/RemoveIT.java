package io.sealer.run.reset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.Command;
import io.sealer.host.Source;
import io.sealer.host.testing.SshHost;
import io.sealer.run.engine.Ledger;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Taking back what a ledger says, on a real server with a /var/lib of its own. */
class RemoveIT {
  private static final String SHARED = "/var/lib/cni/net.d";

  @RegisterExtension final SshHost host = new SshHost();

  private void prepare(String more) throws Exception {
    host.shell("mount -t tmpfs tmpfs /var/lib; " + more);
  }

  private List<String> run(String script) throws Exception {
    byte[] list = ResetHost.list(new Ledger(host.session()).entries().reversed());
    try (InputStream in = ResetHost.class.getResourceAsStream(script)) {
      assertThat(in).isNotNull();
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return host.session().run(Command.script(text).withStdin(Source.of(list))).lines();
    }
  }

  @Test
  void what_others_had_in_a_shared_directory_is_there_again_and_what_came_later_is_gone()
      throws Exception {
    prepare(
        "mkdir -p /var/lib/cni/net.d/sub; echo theirs > /var/lib/cni/net.d/87-podman.conflist;"
            + " ln -s 87-podman.conflist /var/lib/cni/net.d/link");
    new Ledger(host.session()).record(LedgerEntry.of(Kind.SHARED, SHARED));
    host.shell(
        "cd " + SHARED + "; echo ours > 10-ours.conflist; echo changed > 87-podman.conflist");

    run("remove.sh");

    assertThat(host.shell("cd " + SHARED + "; ls; cat 87-podman.conflist link"))
        .isEqualTo("87-podman.conflist\nlink\nsub\ntheirs\ntheirs\n");
    assertThat(run("left.sh")).noneMatch(line -> line.contains(SHARED));
    host.shell("touch " + SHARED + "/10-late");
    assertThat(run("left.sh")).contains("file " + SHARED + "/10-late");
  }

  @Test
  void a_shared_directory_that_was_not_there_goes() throws Exception {
    goes("true");
  }

  @Test
  void a_shared_directory_that_was_empty_goes() throws Exception {
    goes("mkdir -m 0700 -p " + SHARED);
  }

  private void goes(String before) throws Exception {
    prepare(before);
    new Ledger(host.session()).record(LedgerEntry.of(Kind.SHARED, SHARED));
    host.shell("mkdir -p " + SHARED + "; touch " + SHARED + "/ours");
    assertThat(run("left.sh")).contains("directory " + SHARED);

    run("remove.sh");

    assertThat(host.shell("[ -e " + SHARED + " ] || echo gone")).isEqualTo("gone\n");
  }

  @Test
  void a_directory_that_an_older_sealer_has_written_down_is_not_taken_for_somebody_elses()
      throws Exception {
    prepare("mkdir -p " + SHARED + "; echo ours > " + SHARED + "/10-ours");
    new Ledger(host.session()).record(LedgerEntry.of(Kind.TREE, SHARED));

    new Ledger(host.session()).record(LedgerEntry.of(Kind.SHARED, SHARED));
    run("remove.sh");

    assertThat(host.shell("[ -e " + SHARED + " ] || echo gone")).isEqualTo("gone\n");
  }
}
