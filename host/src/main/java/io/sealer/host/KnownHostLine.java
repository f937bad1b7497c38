package io.sealer.host;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringTokenizer;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * One entry of a known_hosts file.
 *
 * @param number its line, from 1
 * @param revoked whether the key must never be trusted
 * @param hosts patterns, or one hashed name
 * @param key the key
 */
record KnownHostLine(int number, boolean revoked, List<String> hosts, HostKeyText key) {
  private static final String HASHED = "|1|";

  /**
   * An entry that speaks of a host; empty for those of others, comments, certificate authorities
   * and lines nobody understands. A login reads every line of the file, so the cheap looks come
   * first.
   *
   * @param host written {@code [name]:port} when the port is not 22
   */
  static Optional<KnownHostLine> about(String host, String text, int number) {
    var words = new StringTokenizer(text);
    if (!words.hasMoreTokens()) {
      return Optional.empty();
    }
    String first = words.nextToken();
    boolean revoked = first.equals("@revoked");
    if (first.startsWith("#") || (first.startsWith("@") && !revoked)) {
      return Optional.empty();
    }
    if (revoked && !words.hasMoreTokens()) {
      return Optional.empty();
    }
    List<String> hosts = List.of((revoked ? words.nextToken() : first).split(","));
    if (!names(hosts, host.toLowerCase(Locale.ROOT)) || words.countTokens() < 2) {
      return Optional.empty();
    }
    var key = new HostKeyText(words.nextToken(), words.nextToken());
    return valid(key)
        ? Optional.of(new KnownHostLine(number, revoked, hosts, key))
        : Optional.empty();
  }

  private static boolean valid(HostKeyText key) {
    try {
      return HostKeyText.of(key.bytes()).type().equals(key.type());
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      return false;
    }
  }

  private static boolean names(List<String> hosts, String name) {
    if (hosts.isEmpty()) {
      return false;
    }
    if (hosts.getFirst().startsWith(HASHED)) {
      return hosts.stream().anyMatch(hashed -> hashedName(hashed, name));
    }
    boolean excluded =
        hosts.stream().anyMatch(h -> h.startsWith("!") && fits(h.substring(1), name));
    return !excluded && hosts.stream().anyMatch(h -> !h.startsWith("!") && fits(h, name));
  }

  /** Whether a name fits a pattern, in which {@code *} is anything and {@code ?} a character. */
  private static boolean fits(String pattern, String name) {
    int at = 0;
    int star = -1;
    int retry = 0;
    for (int i = 0; i < name.length(); ) {
      char wanted = at < pattern.length() ? Character.toLowerCase(pattern.charAt(at)) : '\0';
      if (wanted == '*') {
        star = at++;
        retry = i;
      } else if (wanted == '?' || (wanted == name.charAt(i) && at < pattern.length())) {
        at++;
        i++;
      } else if (star >= 0) {
        at = star + 1;
        i = ++retry;
      } else {
        return false;
      }
    }
    return pattern.substring(at).chars().allMatch(c -> c == '*');
  }

  private static boolean hashedName(String hashed, String name) {
    String[] parts = hashed.split("\\|", -1);
    if (parts.length != 4) {
      return false;
    }
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(parts[2]), "HmacSHA1"));
      byte[] computed = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(computed, Base64.getDecoder().decode(parts[3]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      // Not a hash that any OpenSSH writes: such an entry names nobody.
      return false;
    }
  }
}
