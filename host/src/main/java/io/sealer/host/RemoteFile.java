package io.sealer.host;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where content goes on a host. Missing parent directories are made with mode 0755.
 *
 * @param path absolute path
 * @param mode permission bits, 0 to 07777
 * @param owner {@code user}, {@code user:group} or {@code :group}, names or numbers; empty leaves
 *     the file to who writes it
 */
public record RemoteFile(String path, int mode, Optional<String> owner) {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9_.$:-]+");

  public RemoteFile {
    if (!path.startsWith("/") || path.endsWith("/") || path.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not an absolute path of a file: '" + path + "'");
    }
    if (mode < 0 || mode > 07777) {
      throw new IllegalArgumentException("mode must be 0 to 07777 (octal), got " + mode);
    }
    owner.filter(o -> o.startsWith("-") || !OWNER.matcher(o).matches()).ifPresent(RemoteFile::bad);
  }

  private static void bad(String owner) {
    throw new IllegalArgumentException("not an owner: '" + owner + "'");
  }

  /** Readable by all, written by its owner (0644). */
  public static RemoteFile of(String path) {
    return new RemoteFile(path, 0644, Optional.empty());
  }

  public RemoteFile withMode(int value) {
    return new RemoteFile(path, value, owner);
  }

  public RemoteFile withOwner(String value) {
    return new RemoteFile(path, mode, Optional.of(value));
  }

  /** 0755. */
  public RemoteFile executable() {
    return withMode(0755);
  }

  /** 0600. */
  public RemoteFile secret() {
    return withMode(0600);
  }
}
