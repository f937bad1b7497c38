package io.sealer.run.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.HostException;
import io.sealer.host.testing.SshHost;
import io.sealer.run.engine.LedgerEntry.Kind;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The ledger on a real server with a /var/lib of its own. */
class LedgerIT {
  private static final LedgerEntry THEIRS = LedgerEntry.of(Kind.FILE, "/var/lib/theirs/file");
  private static final LedgerEntry NEW = LedgerEntry.of(Kind.FILE, "/var/lib/new");
  private static final LedgerEntry TREE = LedgerEntry.of(Kind.TREE, "/var/lib/theirs");

  @RegisterExtension final SshHost host = new SshHost();

  @BeforeEach
  void put_their_file() throws HostException {
    host.shell(
        "mount -t tmpfs -o size=1m tmpfs /var/lib; mkdir /var/lib/theirs; echo theirs >"
            + " /var/lib/theirs/file");
  }

  @Test
  void a_file_that_was_there_is_kept_and_the_ledger_says_where() throws Exception {
    var ledger = new Ledger(host.session());

    ledger.record(TREE, THEIRS, NEW);

    var kept =
        new LedgerEntry(
            Kind.FILE, THEIRS.path(), Optional.of("/var/lib/sealer/backup" + THEIRS.path()));
    assertThat(ledger.entries()).containsExactly(TREE, kept, NEW);
    assertThat(new Ledger(host.session()).entries())
        .as("read anew")
        .containsExactly(TREE, kept, NEW);
    assertThat(host.shell("cat /var/lib/sealer/backup/var/lib/theirs/file")).isEqualTo("theirs\n");
    assertThat(host.shell("stat -c %a /var/lib/sealer/ledger.jsonl")).isEqualTo("600\n");
  }

  @Test
  void what_is_written_down_is_not_kept_again_after_it_was_replaced() throws Exception {
    new Ledger(host.session()).record(THEIRS);
    host.shell("echo ours > /var/lib/theirs/file");

    new Ledger(host.session()).record(THEIRS, NEW);

    assertThat(host.shell("cat /var/lib/sealer/backup/var/lib/theirs/file")).isEqualTo("theirs\n");
    assertThat(new Ledger(host.session()).entries()).hasSize(2);
  }

  @Test
  void nothing_is_written_down_when_what_was_there_cannot_be_kept() throws Exception {
    host.shell("head -c 700000 /dev/zero > /var/lib/theirs/file");

    assertThatThrownBy(() -> new Ledger(host.session()).record(NEW, THEIRS))
        .isInstanceOf(HostException.CommandFailed.class)
        .hasMessageContaining("ledger");

    assertThat(new Ledger(host.session()).entries()).isEmpty();
  }

  @Test
  void a_line_that_was_torn_does_not_take_the_next_one_along() throws Exception {
    new Ledger(host.session()).record(TREE);
    host.shell("printf '{\"kind\":\"FILE\",\"pa' >> " + Ledger.FILE);

    new Ledger(host.session()).record(NEW, THEIRS);

    assertThat(new Ledger(host.session()).entries())
        .extracting(LedgerEntry::path)
        .containsExactly(TREE.path(), NEW.path(), THEIRS.path());
  }
}
