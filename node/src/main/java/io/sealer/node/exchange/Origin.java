package io.sealer.node.exchange;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.share.serve.Repository;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Somebody who may have content that this host lacks: another agent today, a real registry where
 * upstream is allowed. Nothing an origin says is trusted but what a digest proves. Thread-safe.
 */
interface Origin {
  /** For logs and health. */
  String name();

  /** What a name stands for; empty when the origin does not know it. */
  Optional<Descriptor> resolve(Repository repository, String tag) throws IOException;

  /** Length of a content in bytes; empty when it is not there. */
  OptionalLong size(Digest digest) throws IOException;

  /** The bytes of a content from a position on; empty when it is not there. */
  Optional<Body> open(Digest digest, long position) throws IOException;

  /**
   * Bytes on their way.
   *
   * @param total length of the whole content, as the origin says
   * @param stream to be read; closing it early gives up the connection
   */
  record Body(long total, InputStream stream) implements Closeable {
    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
