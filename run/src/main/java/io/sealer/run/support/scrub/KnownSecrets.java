package io.sealer.run.support.scrub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts that must not stand anywhere: plainly, as JSON, YAML, shells and URLs write them, or within
 * something in base64. Immutable and thread-safe.
 */
public final class KnownSecrets {
  public static final KnownSecrets NONE = new KnownSecrets(List.of(), List.of());

  /** A shorter one stands in every other word by chance. */
  public static final int SHORTEST = 4;

  private static final Set<String> NO_SECRETS = Set.of("true", "false", "null", "none");

  private final List<Pattern> written;
  private final List<Pattern> encoded;

  private KnownSecrets(List<Pattern> written, List<Pattern> encoded) {
    this.written = written;
    this.encoded = encoded;
  }

  /**
   * Those that have at least four characters; each line of one that has several counts for itself.
   */
  public static KnownSecrets of(Collection<String> texts) {
    List<String> lines =
        texts.stream()
            .flatMap(String::lines)
            .map(String::strip)
            .filter(line -> line.length() >= SHORTEST && !NO_SECRETS.contains(line))
            .distinct()
            .toList();
    return new KnownSecrets(
        lines.stream().map(WrittenText::pattern).toList(),
        lines.stream()
            .flatMap(line -> base64(line.getBytes(UTF_8)).stream())
            .distinct()
            .map(core -> Pattern.compile(Pattern.quote(core)))
            .toList());
  }

  /**
   * What is in any base64 that has these bytes in it: they begin at the first, second or third of
   * three bytes; characters that also depend on neighbours are left out.
   */
  private static Set<String> base64(byte[] bytes) {
    var cores = new TreeSet<String>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int from = (before * 8 + 5) / 6;
      int to = shifted.length * 8 / 6;
      for (var encoder : Arrays.asList(Base64.getEncoder(), Base64.getUrlEncoder())) {
        cores.add(encoder.encodeToString(shifted).substring(from, to));
      }
    }
    return cores;
  }

  void find(CharSequence line, Spans found) {
    for (Pattern pattern : written) {
      Matcher matcher = pattern.matcher(line);
      while (matcher.find()) {
        found.add(matcher.start(), matcher.end());
      }
    }
    for (Pattern pattern : encoded) {
      Matcher matcher = pattern.matcher(line);
      for (int at = 0; at < line.length() && matcher.find(at); ) {
        int from = matcher.start();
        while (from > at && isBase64(line.charAt(from - 1))) {
          from--;
        }
        int to = matcher.end();
        while (to < line.length() && isBase64(line.charAt(to))) {
          to++;
        }
        found.add(from, to);
        at = to;
      }
    }
  }

  private static boolean isBase64(char c) {
    return Ascii.isLetterOrDigit(c) || "+/=-_".indexOf(c) >= 0;
  }
}
