package io.sealer.run.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.Command;
import io.sealer.host.Connector;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.testing.Sshd;
import io.sealer.run.engine.LedgerEntry.Kind;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The ledger on a real server with a /var/lib of its own. */
@SuppressWarnings("NullAway.Init")
class LedgerIT {
  private static final LedgerEntry THEIRS = LedgerEntry.of(Kind.FILE, "/var/lib/theirs/file");
  private static final LedgerEntry NEW = LedgerEntry.of(Kind.FILE, "/var/lib/new");
  private static final LedgerEntry TREE = LedgerEntry.of(Kind.TREE, "/var/lib/theirs");

  private Sshd sshd;
  private Session session;

  @BeforeEach
  void connect() throws Exception {
    sshd = Sshd.start();
    session = Connector.create(sshd.knownHosts()).connect(sshd.root());
    shell(
        "mount -t tmpfs -o size=1m tmpfs /var/lib; mkdir /var/lib/theirs; echo theirs >"
            + " /var/lib/theirs/file");
  }

  @AfterEach
  void disconnect() throws Exception {
    session.close();
    sshd.close();
  }

  private String shell(String script) throws HostException {
    return session.run(Command.script(script)).text();
  }

  @Test
  void a_file_that_was_there_is_kept_and_the_ledger_says_where() throws Exception {
    var ledger = new Ledger(session);

    ledger.record(TREE, THEIRS, NEW);

    var kept =
        new LedgerEntry(
            Kind.FILE, THEIRS.path(), Optional.of("/var/lib/sealer/backup" + THEIRS.path()));
    assertThat(ledger.entries()).containsExactly(TREE, kept, NEW);
    assertThat(new Ledger(session).entries()).as("read anew").containsExactly(TREE, kept, NEW);
    assertThat(shell("cat /var/lib/sealer/backup/var/lib/theirs/file")).isEqualTo("theirs");
    assertThat(shell("stat -c %a /var/lib/sealer/ledger.jsonl")).isEqualTo("600");
  }

  @Test
  void what_is_written_down_is_not_kept_again_after_it_was_replaced() throws Exception {
    new Ledger(session).record(THEIRS);
    shell("echo ours > /var/lib/theirs/file");

    new Ledger(session).record(THEIRS, NEW);

    assertThat(shell("cat /var/lib/sealer/backup/var/lib/theirs/file")).isEqualTo("theirs");
    assertThat(new Ledger(session).entries()).hasSize(2);
  }

  @Test
  void nothing_is_written_down_when_what_was_there_cannot_be_kept() throws Exception {
    shell("head -c 700000 /dev/zero > /var/lib/theirs/file");

    assertThatThrownBy(() -> new Ledger(session).record(NEW, THEIRS))
        .isInstanceOf(HostException.CommandFailed.class)
        .hasMessageContaining("ledger");

    assertThat(new Ledger(session).entries()).isEmpty();
  }
}
