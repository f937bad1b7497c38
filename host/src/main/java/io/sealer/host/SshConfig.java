package io.sealer.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The user's ssh settings for hosts, as ssh_config(5) writes them: {@code Host} blocks with {@code
 * HostName}, {@code User}, {@code Port}, {@code IdentityFile}, {@code ProxyJump}, {@code
 * IdentityAgent}, and {@code Include}. The first value counts. {@code Match} blocks are passed
 * over, but for {@code Match all}.
 */
public final class SshConfig {
  private static final int DEEPEST = 8;

  /** Settings that say nothing. */
  public static final SshConfig NONE = new SshConfig(List.of());

  private final List<Line> lines;

  private record Line(List<String> hosts, String keyword, String value) {}

  private SshConfig(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * What is said of one host; what is empty is not said.
   *
   * @param hostName where it really is
   * @param identityFiles private keys, in order
   * @param proxyJump machines to go through, as {@code [user@]host[:port]}, in order
   * @param agent socket of the agent to ask; empty means the usual one
   */
  public record Entry(
      Optional<String> hostName,
      Optional<String> user,
      Optional<Integer> port,
      List<Path> identityFiles,
      List<String> proxyJump,
      Optional<Path> agent) {
    public Entry {
      identityFiles = List.copyOf(identityFiles);
      proxyJump = List.copyOf(proxyJump);
    }
  }

  /** {@code ~/.ssh/config} below this home directory; empty when there is none. */
  public static SshConfig ofHome(Path home) {
    Path file = home.resolve(".ssh/config");
    var lines = new ArrayList<Line>();
    if (Files.isReadable(file)) {
      read(file, home, List.of("*"), 0, lines);
    }
    return new SshConfig(lines);
  }

  private static void read(Path file, Path home, List<String> hosts, int depth, List<Line> into) {
    List<String> text;
    try {
      text = Files.readAllLines(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      return; // like ssh: what cannot be read says nothing
    }
    List<String> current = hosts;
    for (String raw : text) {
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String[] parts = line.split("\\s*=\\s*|\\s+", 2);
      String keyword = parts[0].toLowerCase(Locale.ROOT);
      String value = parts.length > 1 ? unquoted(parts[1].strip()) : "";
      switch (keyword) {
        case "host" -> current = List.of(value.split("\\s+"));
        case "match" -> current = value.equalsIgnoreCase("all") ? List.of("*") : List.of();
        case "include" -> {
          if (depth < DEEPEST) {
            List<String> inside = current;
            included(value, home).forEach(f -> read(f, home, inside, depth + 1, into));
          }
        }
        default -> into.add(new Line(current, keyword, value));
      }
    }
  }

  private static List<Path> included(String patterns, Path home) {
    var files = new ArrayList<Path>();
    for (String pattern : patterns.split("\\s+")) {
      Path path = path(pattern, home);
      Path absolute = path.isAbsolute() ? path : home.resolve(".ssh").resolve(path);
      Path parent = absolute.getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        continue;
      }
      try (var found = Files.newDirectoryStream(parent, String.valueOf(absolute.getFileName()))) {
        found.forEach(files::add);
      } catch (IOException e) {
        return files; // like ssh: what cannot be read says nothing
      }
    }
    files.sort(null);
    return files;
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static Path path(String text, Path home) {
    return text.startsWith("~/")
        ? home.resolve(text.substring(2))
        : Path.of(text.replace("%d", home.toString()));
  }

  /** What is said of a host, called as the user calls it. */
  public Entry find(String host, Path home) {
    List<String> jumps =
        first(host, "proxyjump")
            .filter(jump -> !jump.equalsIgnoreCase("none"))
            .map(jump -> List.of(jump.split("\\s*,\\s*")))
            .orElse(List.of());
    return new Entry(
        first(host, "hostname").map(name -> name.replace("%h", host)),
        first(host, "user"),
        first(host, "port").filter(p -> p.matches("\\d{1,5}")).map(Integer::valueOf),
        all(host, "identityfile").stream().map(f -> path(f, home)).toList(),
        jumps,
        first(host, "identityagent")
            .filter(a -> !a.equals("none") && !a.startsWith("$") && !a.equals("SSH_AUTH_SOCK"))
            .map(a -> path(a, home)));
  }

  private Optional<String> first(String host, String keyword) {
    return all(host, keyword).stream().findFirst();
  }

  private List<String> all(String host, String keyword) {
    return lines.stream()
        .filter(l -> l.keyword().equals(keyword) && matches(l.hosts(), host))
        .map(Line::value)
        .toList();
  }

  private static boolean matches(List<String> patterns, String host) {
    boolean matched = false;
    for (String pattern : patterns) {
      boolean not = pattern.startsWith("!");
      if (glob(not ? pattern.substring(1) : pattern).matcher(host).matches()) {
        if (not) {
          return false;
        }
        matched = true;
      }
    }
    return matched;
  }

  private static Pattern glob(String pattern) {
    var regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE);
  }
}
