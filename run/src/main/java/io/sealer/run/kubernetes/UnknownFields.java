package io.sealer.run.kubernetes;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Fields of the user's documents that kubeadm does not know. It writes a line about them that
 * nobody would see, and goes on without them.
 */
final class UnknownFields {
  /** {@code schema.GroupVersionKind{Group:…, Version:…, Kind:"K"}: … unknown field "f"[, …]}. */
  private static final Pattern KIND = Pattern.compile("Kind[:=] ?\"?(\\w+)\"?");

  private static final Pattern FIELD = Pattern.compile("unknown field \\\\?\"([^\"\\\\]+)");

  private UnknownFields() {}

  /**
   * One of them.
   *
   * @param kind of the document, such as {@code KubeletConfiguration}
   * @param name of the field; of newer versions with those that it is in
   */
  record Field(String kind, String name) {
    String text() {
      return "%s has no field '%s': kubeadm ignores it".formatted(kind, name);
    }
  }

  /** Each once, from what kubeadm wrote to standard error. */
  static List<Field> of(String said) {
    var all = new LinkedHashSet<Field>();
    for (String line : said.lines().toList()) {
      var kind = KIND.matcher(line);
      if (kind.find()) {
        FIELD.matcher(line).results().forEach(f -> all.add(new Field(kind.group(1), f.group(1))));
      }
    }
    return List.copyOf(all);
  }
}
