package io.sealer.host;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
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

  /** An entry; empty for comments, certificate authorities and lines nobody understands. */
  static Optional<KnownHostLine> parse(String text, int number) {
    List<String> words = List.of(text.strip().split("[ \t]+"));
    boolean revoked = words.getFirst().equals("@revoked");
    boolean marker = words.getFirst().startsWith("@");
    int at = marker ? 1 : 0;
    if ((marker && !revoked) || words.getFirst().startsWith("#") || words.size() < at + 3) {
      return Optional.empty();
    }
    var key = new HostKeyText(words.get(at + 1), words.get(at + 2));
    if (!valid(key)) {
      return Optional.empty();
    }
    return Optional.of(new KnownHostLine(number, revoked, List.of(words.get(at).split(",")), key));
  }

  private static boolean valid(HostKeyText key) {
    try {
      return HostKeyText.of(key.bytes()).type().equals(key.type());
    } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
      return false;
    }
  }

  /** Whether this entry speaks of a host, written {@code [name]:port} when the port is not 22. */
  boolean names(String host) {
    String name = host.toLowerCase(Locale.ROOT);
    if (hosts.getFirst().startsWith(HASHED)) {
      return hosts.stream().anyMatch(hashed -> hashedName(hashed, name));
    }
    boolean excluded =
        hosts.stream().anyMatch(h -> h.startsWith("!") && fits(h.substring(1), name));
    return !excluded && hosts.stream().anyMatch(h -> !h.startsWith("!") && fits(h, name));
  }

  private static boolean fits(String pattern, String name) {
    var regex = new StringBuilder();
    for (char c : pattern.toLowerCase(Locale.ROOT).toCharArray()) {
      switch (c) {
        case '*' -> regex.append(".*");
        case '?' -> regex.append('.');
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return Pattern.matches(regex.toString(), name);
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
