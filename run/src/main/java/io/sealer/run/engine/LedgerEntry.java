package io.sealer.run.engine;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Something sealer has put on a host, or is about to.
 *
 * @param kind what it is
 * @param path absolute path; for a unit its name; for lines of a file the file
 * @param backup where the content lies that was there before
 */
public record LedgerEntry(Kind kind, String path, Optional<String> backup) {
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_.@:+/-]+");

  /** What can be put on a host. */
  public enum Kind {
    /** A file; what was there before is kept. */
    FILE,
    /** A directory that is removed with everything in it. */
    TREE,
    /** A directory that others use too: removed as a tree, then what was in it before is back. */
    SHARED,
    /** A systemd unit that is stopped and disabled; its file is an entry of its own. */
    UNIT,
    /** A mount point. */
    MOUNT,
    /** Lines between sealer's markers in a file of somebody else. */
    LINES
  }

  public LedgerEntry {
    if (!SAFE.matcher(path).matches() || path.contains("..") || path.equals("/")) {
      throw new IllegalArgumentException("the ledger cannot hold the path '" + path + "'");
    }
  }

  /** An entry with nothing before it. */
  public static LedgerEntry of(Kind kind, String path) {
    return new LedgerEntry(kind, path, Optional.empty());
  }

  static LedgerEntry of(JsonNode json) {
    return new LedgerEntry(
        Kind.valueOf(json.path("kind").asString()),
        json.path("path").asString(),
        Optional.of(json.path("backup").asString("")).filter(b -> !b.isEmpty()));
  }

  String json(String time) {
    var line = new LinkedHashMap<String, Object>();
    line.put("time", time);
    line.put("kind", kind.name());
    line.put("path", path);
    backup.ifPresent(b -> line.put("backup", b));
    return Json.line(line);
  }

  /** Whether what was there before is put aside. */
  boolean keepsWhatWasThere() {
    return kind == Kind.FILE || kind == Kind.SHARED;
  }

  /** Whether both speak of the same thing; a tree of before is not taken for somebody else's. */
  boolean same(LedgerEntry other) {
    return path.equals(other.path) && (kind == other.kind || (isTree() && other.isTree()));
  }

  private boolean isTree() {
    return kind == Kind.TREE || kind == Kind.SHARED;
  }
}
