package io.sealer.run.engine;

import io.sealer.host.Command;
import io.sealer.host.FileContent;
import io.sealer.host.HostException;
import io.sealer.host.RemoteFile;
import io.sealer.host.Session;
import io.sealer.host.Source;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What sealer has written on one host, kept there ({@value #FILE}): each thing is written down and
 * on disk before it is made, so that a reset removes exactly that. Thread-safe.
 */
public final class Ledger {
  /** Where it lies. */
  public static final String FILE = "/var/lib/sealer/ledger.jsonl";

  private static final String BACKUP = "/var/lib/sealer/backup";
  private static final String READ = "cat " + FILE + " 2>/dev/null || true";

  /**
   * Reads a path (empty for what needs no copy) and the entry's two forms, three lines each:
   * without and with a copy of what was there. Puts the copy aside, writes the form down that is
   * true, and prints it. An empty directory is nobody's: containerd makes that of pod networks. A
   * line that a full disk or a crash has torn must not swallow the next one.
   */
  private static final String APPEND =
      """
      set -e
      umask 077
      is_worth_keeping() {
        if [ -d "$1" ] && [ ! -L "$1" ]; then [ -n "$(ls -A "$1")" ]; else [ -e "$1" ] || [ -L "$1" ]; fi
      }
      [ -d /var/lib/sealer ] || mkdir -p -m 0755 /var/lib/sealer
      lines=$(
        while IFS= read -r path && IFS= read -r made && IFS= read -r replaced; do
          if [ -n "$path" ] && is_worth_keeping "$path"; then
            mkdir -p "/var/lib/sealer/backup${path%/*}"
            cp -a "$path" "/var/lib/sealer/backup$path"
            made=$replaced
          fi
          printf '%s\\n' "$made"
        done
      )
      [ -z "$(tail -c 1 /var/lib/sealer/ledger.jsonl 2>/dev/null)" ] || echo >> /var/lib/sealer/ledger.jsonl
      printf '%s\\n' "$lines" >> /var/lib/sealer/ledger.jsonl
      sync /var/lib/sealer/ledger.jsonl
      printf '%s\\n' "$lines"
      """;

  private final Session session;
  private Optional<List<LedgerEntry>> known = Optional.empty();

  public Ledger(Session session) {
    this.session = session;
  }

  /** Everything in it, oldest first. */
  public synchronized List<LedgerEntry> entries() throws HostException {
    if (known.isEmpty()) {
      known = Optional.of(new ArrayList<>(load()));
    }
    return List.copyOf(known.get());
  }

  private List<LedgerEntry> load() throws HostException {
    var entries = new ArrayList<LedgerEntry>();
    for (String line : session.run(Command.script(READ).named("read the ledger")).lines()) {
      parse(line).ifPresent(entries::add);
    }
    return entries;
  }

  /** A line torn by a crash stands for something that was not made yet. */
  private static Optional<LedgerEntry> parse(String line) {
    try {
      return Optional.of(LedgerEntry.of(Json.parse(line)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** Writes down what is about to be made; what is in the ledger already is passed over. */
  public synchronized void record(LedgerEntry... entries) throws HostException {
    List<LedgerEntry> all = new ArrayList<>(entries());
    List<LedgerEntry> fresh =
        Arrays.stream(entries).filter(e -> all.stream().noneMatch(e::same)).toList();
    if (fresh.isEmpty()) {
      return;
    }
    byte[] bytes = forms(fresh).getBytes(StandardCharsets.UTF_8);
    Command append = Command.script(APPEND).named("write the ledger");
    for (String line : session.run(append.withStdin(Source.of(bytes)).endingWithInput()).lines()) {
      parse(line).ifPresent(all::add);
    }
    known = Optional.of(all);
  }

  private static String forms(List<LedgerEntry> fresh) {
    String time = Instant.now().toString();
    var text = new StringBuilder();
    for (LedgerEntry entry : fresh) {
      var replaced =
          new LedgerEntry(entry.kind(), entry.path(), Optional.of(BACKUP + entry.path()));
      text.append(entry.keepsWhatWasThere() ? entry.path() : "").append('\n');
      text.append(entry.json(time)).append('\n');
      text.append(replaced.json(time)).append('\n');
    }
    return text.toString();
  }

  /** Writes files down, then puts each in its place; answers whether any changed. */
  public boolean put(FileContent content, RemoteFile to) throws HostException {
    record(LedgerEntry.of(LedgerEntry.Kind.FILE, to.path()));
    return session.put(content, to);
  }
}
