package io.sealer.share.delta;

/** Kinds of pieces of a layer's delta, and their limits in bytes. */
final class Piece {
  /** What a delta begins with. */
  static final byte[] MAGIC = {'s', 'e', 'a', 'l', 'd', 'l', 't', '1'};

  /** Nothing follows. */
  static final int END = 0;

  /** Content of a base: number of the base, offset, length. */
  static final int COPY = 1;

  /**
   * New content: number of the base plus one and place of the old content that it resembles (0 for
   * none), length unpacked, length packed, and a zstd frame with that old content as its prefix.
   */
  static final int DATA = 2;

  /** Most that one piece of new content has. */
  static final int MOST_DATA = 4 << 20;

  /** Most old content that a piece of new content leans on. */
  static final int MOST_PREFIX = 8 << 20;

  private Piece() {}
}
