package io.sealer.share.delta;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** The first half of a chunk's SHA-256. */
record ChunkKey(long high, long low) {
  static ChunkKey of(MessageDigest sha256, byte[] buffer, int offset, int length) {
    sha256.update(buffer, offset, length);
    ByteBuffer hash = ByteBuffer.wrap(sha256.digest());
    return new ChunkKey(hash.getLong(), hash.getLong());
  }
}
