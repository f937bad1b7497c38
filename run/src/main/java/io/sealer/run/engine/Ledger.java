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

  /** Prints which of the files exist, after a copy of each was put aside. */
  private static final String KEEP =
      """
      umask 077
      for path in "$@"; do
        [ -e "$path" ] || [ -L "$path" ] || continue
        mkdir -p "/var/lib/sealer/backup${path%/*}"
        cp -a "$path" "/var/lib/sealer/backup$path" && echo "$path"
      done
      """;

  private static final String APPEND =
      """
      umask 077
      mkdir -p -m 0755 /var/lib/sealer
      cat >> /var/lib/sealer/ledger.jsonl && sync /var/lib/sealer/ledger.jsonl
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
    List<LedgerEntry> kept = keepFiles(fresh);
    String time = Instant.now().toString();
    var text = new StringBuilder();
    kept.forEach(entry -> text.append(entry.json(time)).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    session.run(Command.script(APPEND).named("write the ledger").withStdin(Source.of(bytes)));
    all.addAll(kept);
    known = Optional.of(all);
  }

  private List<LedgerEntry> keepFiles(List<LedgerEntry> fresh) throws HostException {
    String[] files =
        fresh.stream()
            .filter(e -> e.kind() == LedgerEntry.Kind.FILE)
            .map(LedgerEntry::path)
            .toArray(String[]::new);
    if (files.length == 0) {
      return fresh;
    }
    List<String> existed =
        session.run(Command.script(KEEP, files).named("keep files that were there")).lines();
    return fresh.stream()
        .map(
            e ->
                existed.contains(e.path())
                    ? new LedgerEntry(e.kind(), e.path(), Optional.of(BACKUP + e.path()))
                    : e)
        .toList();
  }

  /** Writes files down, then puts each in its place; answers whether any changed. */
  public boolean put(FileContent content, RemoteFile to) throws HostException {
    record(LedgerEntry.of(LedgerEntry.Kind.FILE, to.path()));
    return session.put(content, to);
  }
}
