package io.sealer.oci.tar;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What extended headers say about the member that follows (POSIX pax, "Extended Header"). */
final class PaxHeader {
  private final Map<String, String> fields = new HashMap<>();

  /** Reads records {@code LENGTH KEY=VALUE\n}. */
  void parse(byte[] content) throws CharacterCodingException {
    int at = 0;
    while (at < content.length && content[at] != 0) {
      int blank = find(content, at, ' ');
      int length = Integer.parseInt(new String(content, at, blank - at, US_ASCII));
      int end = at + length;
      int equals = find(content, blank, '=');
      if (length <= 0 || end > content.length || end <= equals || content[end - 1] != '\n') {
        throw new NumberFormatException("record of length " + length);
      }
      String key = TarHeader.decode(content, blank + 1, equals - blank - 1);
      if (isWanted(key)) {
        fields.put(key, TarHeader.decode(content, equals + 1, end - equals - 2));
      }
      at = end;
    }
  }

  // Extended attributes may hold any bytes; they are not read here.
  private static boolean isWanted(String key) {
    return switch (key) {
      case "path", "linkpath", "size", "uid", "gid", "mtime" -> true;
      default -> key.startsWith("GNU.sparse.");
    };
  }

  private static int find(byte[] content, int from, char wanted) {
    for (int i = from; i < content.length; i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    throw new NumberFormatException("'" + wanted + "' is missing");
  }

  void longName(byte[] content) throws CharacterCodingException {
    fields.put("path", gnu(content));
  }

  void longLink(byte[] content) throws CharacterCodingException {
    fields.put("linkpath", gnu(content));
  }

  private static String gnu(byte[] content) throws CharacterCodingException {
    int end = 0;
    while (end < content.length && content[end] != 0) {
      end++;
    }
    return TarHeader.decode(content, 0, end);
  }

  void refuseSparse() {
    if (fields.keySet().stream().anyMatch(key -> key.startsWith("GNU.sparse."))) {
      throw new NumberFormatException("sparse files are not supported");
    }
  }

  Optional<String> path() {
    return Optional.ofNullable(fields.get("path"));
  }

  Optional<String> link() {
    return Optional.ofNullable(fields.get("linkpath"));
  }

  Optional<Long> size() {
    return number("size");
  }

  Optional<Long> number(String key) {
    return Optional.ofNullable(fields.get(key)).map(Long::parseLong);
  }

  /** Whole seconds; fractions are cut off. */
  Optional<Long> mtime() {
    return Optional.ofNullable(fields.get("mtime"))
        .map(text -> (long) Math.floor(Double.parseDouble(text)));
  }
}
