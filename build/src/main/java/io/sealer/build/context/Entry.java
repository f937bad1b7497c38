package io.sealer.build.context;

import java.nio.file.Path;

/**
 * A file of a tree.
 *
 * @param path relative to the tree's root, with slashes; empty for the root itself
 * @param file where it lies
 * @param kind what it is
 * @param mode permission bits, as {@code 0644}
 * @param size in bytes, of regular files
 * @param modified nanoseconds since 1970
 * @param inode number that tells files of one disk apart
 */
public record Entry(
    String path, Path file, Kind kind, int mode, long size, long modified, long inode) {
  /** What a file can be; sockets, pipes and devices have no place in an image. */
  public enum Kind {
    FILE,
    DIRECTORY,
    LINK
  }

  /** The same file under another path. */
  public Entry as(String other) {
    return new Entry(other, file, kind, mode, size, modified, inode);
  }
}
