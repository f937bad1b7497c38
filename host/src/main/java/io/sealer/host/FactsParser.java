package io.sealer.host;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands what facts.sh says, or refuses it with {@link IllegalArgumentException}. */
final class FactsParser {
  private static final String VERSION = "1";
  private static final Pattern USER = Pattern.compile("users:\\(\\(\"([^\"]*)\".*");
  private static final Pattern TIME = Pattern.compile("(\\d+)\\.(?:(\\d{9})|N|%N)");

  private final FactLines lines;

  private FactsParser(FactLines lines) {
    this.lines = lines;
  }

  /**
   * @param sent our time before the question
   * @param heard our time when the machine's time arrived
   */
  static Facts parse(String text, Instant sent, Instant heard) {
    return new FactsParser(new FactLines(text)).facts(sent, heard);
  }

  private Facts facts(Instant sent, Instant heard) {
    if (!lines.word("sealer-facts").equals(VERSION)) {
      throw new IllegalArgumentException("facts of another version");
    }
    List<String> kernel = lines.one("kernel", 3);
    if (!kernel.get(0).equals("Linux")) {
      throw new IllegalArgumentException("not Linux but " + kernel.get(0));
    }
    return new Facts(
        lines.word("hostname"),
        "linux",
        arch(kernel.get(2)),
        kernel.get(1),
        osRelease(),
        lines.maybe("machine-id", 1).map(List::getFirst),
        Math.toIntExact(lines.number("uid")),
        Math.toIntExact(lines.number("cpus")),
        lines.number("memory"),
        lines.number("swap"),
        lines.all("disk", 5).stream().map(FactsParser::disk).toList(),
        clock(lines.word("time"), sent, heard),
        interfaces(),
        lines.maybe("default-address", 1).map(List::getFirst),
        cgroups(),
        lines.word("init"),
        listening(),
        programs("runtime"),
        new Facts.Kubernetes(
            programs("kubernetes"),
            paths("kubernetes-file"),
            lines.yes("kubelet-running", lines.word("kubelet-running"))),
        paths("sealer-file"));
  }

  /** GOARCH for what {@code uname -m} says. */
  private static String arch(String machine) {
    return switch (machine) {
      case "x86_64" -> "amd64";
      case "aarch64" -> "arm64";
      case "armv6l", "armv7l", "armv8l" -> "arm";
      case "i386", "i586", "i686" -> "386";
      case "loongarch64" -> "loong64";
      default -> machine;
    };
  }

  private Facts.OsRelease osRelease() {
    return lines
        .maybe("os-release", 3)
        .map(w -> new Facts.OsRelease(w.get(0), w.get(1), w.get(2)))
        .orElse(new Facts.OsRelease("linux", "", ""));
  }

  private static Facts.Disk disk(List<String> words) {
    return new Facts.Disk(
        words.get(0),
        words.get(1),
        words.get(2),
        FactLines.number("disk", words.get(3)),
        FactLines.number("disk", words.get(4)));
  }

  /** Busybox has no nanoseconds: then the time is right to the second only. */
  private static Facts.Clock clock(String text, Instant sent, Instant heard) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new IllegalArgumentException("time: " + text);
    }
    boolean whole = time.group(2) == null;
    long nanos = whole ? 500_000_000L : Long.parseLong(time.group(2));
    Instant now = Instant.ofEpochSecond(Long.parseLong(time.group(1)), nanos);
    Duration half = Duration.between(sent, heard).dividedBy(2);
    Duration uncertainty = whole ? half.plusMillis(500) : half;
    Duration skew = Duration.between(sent.plus(half), now);
    return new Facts.Clock(Instant.ofEpochMilli(now.toEpochMilli()), skew, uncertainty);
  }

  private List<Facts.Interface> interfaces() {
    Map<String, List<String>> byName = new LinkedHashMap<>();
    lines.all("interface", 1).forEach(w -> byName.put(w.getFirst(), new ArrayList<>()));
    for (List<String> words : lines.all("address", 2)) {
      byName.computeIfAbsent(words.get(0), n -> new ArrayList<>()).add(words.get(1));
    }
    return byName.entrySet().stream()
        .map(e -> new Facts.Interface(e.getKey(), e.getValue()))
        .toList();
  }

  private Facts.Cgroups cgroups() {
    List<String> words = lines.one("cgroups", 2);
    boolean legacy = lines.yes("cgroups", words.get(0));
    boolean unified = lines.yes("cgroups", words.get(1));
    if (legacy) {
      return unified ? Facts.Cgroups.HYBRID : Facts.Cgroups.V1;
    }
    return unified ? Facts.Cgroups.V2 : Facts.Cgroups.NONE;
  }

  private List<Facts.Listener> listening() {
    var found = new ArrayList<Facts.Listener>();
    lines.all("listen", 3).forEach(w -> found.add(listener(w.get(0), w.get(1), w.get(2))));
    lines.all("listen-raw", 2).forEach(w -> found.add(RawListener.parse(w.get(0), w.get(1))));
    return found.stream()
        .distinct()
        .sorted(
            Comparator.comparing(Facts.Listener::protocol)
                .thenComparingInt(Facts.Listener::port)
                .thenComparing(Facts.Listener::address))
        .toList();
  }

  /** A line of {@code ss}: {@code [::]:22}, {@code *:80}, {@code 127.0.0.53%lo:53}. */
  private static Facts.Listener listener(String protocol, String local, String users) {
    int colon = local.lastIndexOf(':');
    if (colon < 1) {
      throw new IllegalArgumentException("listen: " + local);
    }
    String address = local.substring(0, colon);
    if (address.startsWith("[") && address.endsWith("]")) {
      address = address.substring(1, address.length() - 1);
    }
    int zone = address.indexOf('%');
    Matcher user = USER.matcher(users);
    return new Facts.Listener(
        protocol,
        zone < 0 ? address : address.substring(0, zone),
        Math.toIntExact(FactLines.number("listen", local.substring(colon + 1))),
        user.matches() ? Optional.of(user.group(1)) : Optional.empty());
  }

  private List<Facts.Program> programs(String kind) {
    return lines.all(kind, 3).stream()
        .map(w -> new Facts.Program(w.get(0), w.get(1), w.get(2)))
        .sorted(Comparator.comparing(Facts.Program::name))
        .toList();
  }

  private List<String> paths(String name) {
    return lines.all(name, 1).stream().map(List::getFirst).sorted().toList();
  }
}
