package io.sealer.share.serve;

import io.sealer.oci.json.JsonOut;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** An answer that is an error, to be told to the client. */
public final class DistributionException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * One thing that is wrong. It goes to the client: no secrets, no paths.
   *
   * @param detail what it is about, by kind; may be empty
   */
  public record Problem(ErrorCode code, String message, Map<String, String> detail) {}

  /**
   * Several problems at once.
   *
   * @param problems at least one; the first one's code decides about the answer's status
   */
  public DistributionException(List<Problem> problems) {
    super(message(problems));
    this.problems = List.copyOf(problems);
  }

  private static String message(List<Problem> problems) {
    String first = problems.getFirst().message();
    return problems.size() == 1 ? first : first + " (and " + (problems.size() - 1) + " more)";
  }

  public ErrorCode code() {
    return problems.getFirst().code();
  }

  /** The body (distribution specification, "Error Codes"). */
  public byte[] body() {
    return JsonOut.object(
        out ->
            out.objects(
                "errors",
                problems,
                (o, problem) ->
                    o.text("code", problem.code().code())
                        .text("message", problem.message())
                        .textMap("detail", problem.detail())));
  }
}
