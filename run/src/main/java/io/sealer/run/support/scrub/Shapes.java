package io.sealer.run.support.scrub;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Secrets that are known by how they look. No pattern may scan the same characters again and again:
 * repeats are bounded, or begin where the run before them ends.
 */
final class Shapes {
  /** The first group, where there is one, is the secret. */
  private static final List<Pattern> ALL =
      List.of(
          // What follows an authentication scheme (RFC 9110, 11.4), but not "basic authentication".
          Pattern.compile(
              "(?i:\\b(?:bearer|basic)) ((?=[\\w.~+/=-]{0,200}?(?:[0-9+=]|[a-z][A-Z]))[\\w.~+/=-]{8,})"),
          // Name and password of a URL (RFC 3986, 3.2.1).
          Pattern.compile("://([^/\\s:@\"']{0,128}:[^/\\s\"'?#]{1,256})@"),
          // JSON Web Tokens (RFC 7519).
          Pattern.compile("(?<![\\w-])eyJ[\\w-]{8,}+\\.[\\w-]{8,}+(?:\\.[\\w-]*+)?"),
          // kubeadm's bootstrap tokens.
          Pattern.compile("\\b[a-z0-9]{6}\\.[a-z0-9]{16}\\b"),
          // Keys in base64 in PEM in base64, as kubeconfigs hold them; certificates stay.
          Pattern.compile("LS0tLS1CRUdJTiB(?!DRVJU)[\\w+/=-]*+"),
          // Access keys of AWS, GitHub and GitLab.
          Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"),
          Pattern.compile("\\b(?:gh[pousr]_|github_pat_|glpat-)[\\w-]{20,}+"),
          // Hashes of passwords (crypt(5)).
          Pattern.compile("\\$(?:2[abxy]|[156y])\\$[\\w./$,=-]{8,}+"));

  private Shapes() {}

  static void find(CharSequence line, Spans found) {
    for (Pattern pattern : ALL) {
      Matcher matcher = pattern.matcher(line);
      while (matcher.find()) {
        int group = matcher.groupCount();
        found.add(matcher.start(group), matcher.end(group));
      }
    }
  }
}
