package io.sealer.share.serve;

import io.sealer.oci.json.JsonOut;
import java.io.IOException;
import java.util.List;

/** An answer that is an error, to be told to the client. */
public final class DistributionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /** The message goes to the client: no secrets, no paths. */
  public DistributionException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** The body (distribution specification, "Error Codes"). */
  public byte[] body() {
    return JsonOut.object(
        out ->
            out.objects(
                "errors",
                List.of(this),
                (o, e) -> o.text("code", code.code()).text("message", "" + e.getMessage())));
  }
}
