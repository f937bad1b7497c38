package io.sealer.share.serve;

/** Error codes of the distribution specification ("Error Codes") and the status they come with. */
public enum ErrorCode {
  BLOB_UNKNOWN(404),
  DIGEST_INVALID(400),
  MANIFEST_INVALID(400),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  UNSUPPORTED(404),
  METHOD_UNSUPPORTED(405),
  RANGE_INVALID(416),
  /** Not in the specification, but docker's registry says so too. */
  UNAVAILABLE(503),
  UNKNOWN(500);

  private final int status;

  ErrorCode(int status) {
    this.status = status;
  }

  /** The http status. */
  public int status() {
    return status;
  }

  /** The code as the specification writes it. */
  String code() {
    return this == METHOD_UNSUPPORTED ? UNSUPPORTED.name() : name();
  }

  /** The error with this explanation for the client. */
  public DistributionException because(String message) {
    return new DistributionException(this, message);
  }
}
