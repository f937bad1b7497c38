package io.sealer.run.clusterfile;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A node taint to add, or to remove where the text ends in a hyphen ({@code kubectl taint}): {@code
 * key=value:Effect}, {@code key:Effect}, {@code key-}, {@code key:Effect-}.
 *
 * @param key the taint's key; hyphens inside are part of it
 * @param value its value, may be empty
 * @param effect NoSchedule, PreferNoSchedule or NoExecute; empty only for removal of every effect
 * @param remove whether it is taken away
 */
public record Taint(String key, String value, Optional<String> effect, boolean remove) {
  private static final Pattern KEY =
      Pattern.compile("(?:[a-z0-9.-]{1,253}/)?[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
  private static final Pattern EFFECT = Pattern.compile("NoSchedule|PreferNoSchedule|NoExecute");

  /** Parses one taint; an {@link IllegalArgumentException} says what is wrong with it. */
  public static Taint parse(String text) {
    boolean remove = text.endsWith("-");
    String rest = remove ? text.substring(0, text.length() - 1) : text;
    int colon = rest.lastIndexOf(':');
    Optional<String> effect = colon < 0 ? Optional.empty() : Optional.of(rest.substring(colon + 1));
    String pair = colon < 0 ? rest : rest.substring(0, colon);
    int equals = pair.indexOf('=');
    String key = equals < 0 ? pair : pair.substring(0, equals);
    String value = equals < 0 ? "" : pair.substring(equals + 1);
    require(KEY.matcher(key).matches(), text, "'" + key + "' is not a key");
    require(effect.isPresent() || remove, text, "an effect is missing, as in key=value:NoSchedule");
    effect.ifPresent(e -> require(EFFECT.matcher(e).matches(), text, unknown(e)));
    return new Taint(key, value, effect, remove);
  }

  private static String unknown(String effect) {
    return "'%s' is none of NoSchedule, PreferNoSchedule, NoExecute".formatted(effect);
  }

  private static void require(boolean valid, String text, String why) {
    if (!valid) {
      throw new IllegalArgumentException("taint '" + text + "': " + why);
    }
  }

  /** As kubectl takes it. */
  @Override
  public String toString() {
    String pair = value.isEmpty() ? key : key + "=" + value;
    return pair + effect.map(e -> ":" + e).orElse("") + (remove ? "-" : "");
  }
}
