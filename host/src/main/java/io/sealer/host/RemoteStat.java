package io.sealer.host;

import java.time.Instant;

/**
 * What a path on a host is; links are followed.
 *
 * @param type what kind of thing
 * @param size bytes
 * @param mode permission bits, 0 to 07777
 * @param owner user name, or its number where it has none
 * @param group group name, or its number where it has none
 * @param modified last change of the content, in whole seconds
 */
public record RemoteStat(
    Type type, long size, int mode, String owner, String group, Instant modified) {
  /** Kinds of things a path can name. */
  public enum Type {
    FILE,
    DIRECTORY,
    OTHER
  }
}
