package io.sealer.oci.tar;

/**
 * One member of a tar file.
 *
 * @param name path as written, without a trailing slash
 * @param type what it is
 * @param mode permissions, with set-user-id, set-group-id and sticky bits
 * @param uid owner
 * @param gid group
 * @param size length of the content in bytes; 0 for all but files
 * @param mtime last modification, seconds since 1970
 * @param link target of a hard or symbolic link, else empty
 * @param major device number, else 0
 * @param minor device number, else 0
 */
public record TarEntry(
    String name,
    Type type,
    int mode,
    long uid,
    long gid,
    long size,
    long mtime,
    String link,
    int major,
    int minor) {
  /** Kinds of members. */
  public enum Type {
    FILE('0'),
    HARD_LINK('1'),
    SYMLINK('2'),
    CHAR_DEVICE('3'),
    BLOCK_DEVICE('4'),
    DIRECTORY('5'),
    FIFO('6');

    final char flag;

    Type(char flag) {
      this.flag = flag;
    }
  }

  /** A file that belongs to root and was last changed in 1970. */
  public static TarEntry file(String name, int mode, long size) {
    return new TarEntry(name, Type.FILE, mode, 0, 0, size, 0, "", 0, 0);
  }

  /** A directory that belongs to root. */
  public static TarEntry directory(String name, int mode) {
    return new TarEntry(name, Type.DIRECTORY, mode, 0, 0, 0, 0, "", 0, 0);
  }

  /** A symbolic link that belongs to root. */
  public static TarEntry symlink(String name, String target) {
    return new TarEntry(name, Type.SYMLINK, 0777, 0, 0, 0, 0, target, 0, 0);
  }

  /** A hard link to an earlier member. */
  public static TarEntry hardLink(String name, String target) {
    return new TarEntry(name, Type.HARD_LINK, 0644, 0, 0, 0, 0, target, 0, 0);
  }

  /** The same with another time. */
  public TarEntry withMtime(long seconds) {
    return new TarEntry(name, type, mode, uid, gid, size, seconds, link, major, minor);
  }

  /** The same with other owners. */
  public TarEntry withOwner(long user, long group) {
    return new TarEntry(name, type, mode, user, group, size, mtime, link, major, minor);
  }
}
