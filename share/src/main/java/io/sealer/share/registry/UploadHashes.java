package io.sealer.share.registry;

import io.sealer.oci.Digest;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How far uploads are hashed, so that the last request need not read all again. Only a help: what
 * is forgotten, also with the process, is computed anew. Thread-safe; each upload is used by one
 * thread at a time.
 */
final class UploadHashes {
  private static final int MOST = 1024;

  /** SHA-256 of the first bytes of an upload. */
  static final class Running {
    final MessageDigest hash = Digest.sha256();
    long position;
  }

  private final Map<String, Running> running =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Running> eldest) {
          return size() > MOST;
        }
      };

  /** Takes the state out; a fresh one when there is none. */
  synchronized Running take(String upload) {
    Running known = running.remove(upload);
    return known == null ? new Running() : known;
  }

  /** Keeps the state for the next request. */
  synchronized void keep(String upload, Running state) {
    running.put(upload, state);
  }
}
