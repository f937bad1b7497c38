package io.sealer.cli.failure;

/** Exit codes that scripts may rely on. */
public final class ExitCode {
  public static final int OK = 0;
  public static final int FAILED = 1;

  /** Unknown flag, unreadable or invalid Kubefile or Clusterfile. */
  public static final int USAGE = 2;

  /** A check found problems, or {@code plan --exit-code} found work. */
  public static final int FOUND = 3;

  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
