package io.sealer.share.http;

import java.io.IOException;

/** A request that is not http as it should be; the connection ends with this status. */
final class BadRequestException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  BadRequestException(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
