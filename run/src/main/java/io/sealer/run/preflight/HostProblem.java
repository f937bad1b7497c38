package io.sealer.run.preflight;

/**
 * Something about a host that prevents a run, or may.
 *
 * @param host its address
 * @param check what was looked at: {@code ssh}, {@code port}, {@code disk}…
 * @param fatal whether it prevents the run
 * @param problem what is wrong
 * @param hint what to do about it
 */
public record HostProblem(String host, String check, boolean fatal, String problem, String hint) {
  /** A problem that prevents the run. */
  public static HostProblem fatal(String host, String check, String problem, String hint) {
    return new HostProblem(host, check, true, problem, hint);
  }

  /** A problem that is told and lived with. */
  public static HostProblem warning(String host, String check, String problem, String hint) {
    return new HostProblem(host, check, false, problem, hint);
  }
}
