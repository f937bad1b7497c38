package io.sealer.share.serve;

import java.util.LinkedHashMap;
import java.util.List;

/** Error codes of the distribution specification ("Error Codes") and the status they come with. */
public enum ErrorCode {
  BLOB_UNKNOWN(404),
  BLOB_UPLOAD_INVALID(400),
  /** A chunk that does not continue the upload. */
  BLOB_UPLOAD_OUT_OF_ORDER(416, "BLOB_UPLOAD_INVALID"),
  BLOB_UPLOAD_UNKNOWN(404),
  DIGEST_INVALID(400),
  MANIFEST_BLOB_UNKNOWN(400),
  MANIFEST_INVALID(400),
  MANIFEST_TOO_LARGE(413, "MANIFEST_INVALID"),
  MANIFEST_UNKNOWN(404),
  NAME_INVALID(400),
  NAME_UNKNOWN(404),
  /** Docker's code; the specification has none. */
  PAGINATION_NUMBER_INVALID(400),
  SIZE_INVALID(400),
  UNAUTHORIZED(401),
  DENIED(403),
  /** A condition of the client's that does not hold (RFC 9110, section 13). */
  CONDITION_FAILED(412, "DENIED"),
  UNSUPPORTED(404),
  METHOD_UNSUPPORTED(405, "UNSUPPORTED"),
  RANGE_INVALID(416),
  TOOMANYREQUESTS(429),
  /** Not in the specification, but docker's registry says so too. */
  UNAVAILABLE(503),
  DISK_FULL(507, "UNAVAILABLE"),
  UNKNOWN(500);

  private final int status;
  private final String code;

  ErrorCode(int status) {
    this.status = status;
    this.code = name();
  }

  ErrorCode(int status, String code) {
    this.status = status;
    this.code = code;
  }

  /** The http status. */
  public int status() {
    return status;
  }

  /** The code as the specification writes it. */
  String code() {
    return code;
  }

  /**
   * The error with this explanation for the client.
   *
   * @param detail what it is about: kinds and values in turns
   */
  public DistributionException because(String message, String... detail) {
    return new DistributionException(List.of(problem(message, detail)));
  }

  /** One of several errors. */
  public DistributionException.Problem problem(String message, String... detail) {
    var about = new LinkedHashMap<String, String>();
    for (int i = 0; i + 1 < detail.length; i += 2) {
      about.put(detail[i], detail[i + 1]);
    }
    return new DistributionException.Problem(this, message, about);
  }
}
