package io.sealer.cli;

/** Exit codes that scripts may rely on. */
final class ExitCode {
  static final int OK = 0;
  static final int FAILED = 1;

  /** Unknown flag, unreadable or invalid Kubefile or Clusterfile. */
  static final int USAGE = 2;

  /** A check found problems, or {@code plan --exit-code} found work. */
  static final int FOUND = 3;

  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
