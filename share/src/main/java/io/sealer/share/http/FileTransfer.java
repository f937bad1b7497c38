package io.sealer.share.http;

import java.io.IOException;
import java.nio.channels.FileChannel;

/** An exchange that can send a file's bytes straight from the kernel. */
public interface FileTransfer {
  /**
   * Sends part of a file as the body, after the response's head was given.
   *
   * @throws IOException when the client is gone or too slow, or the file too short
   */
  void send(FileChannel file, long position, long length) throws IOException;

  /** Whether it can be done for this connection; with TLS it cannot. */
  boolean canSend();
}
