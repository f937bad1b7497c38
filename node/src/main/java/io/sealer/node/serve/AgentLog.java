package io.sealer.node.serve;

import java.io.PrintStream;

/** Lines for the journal: what happened on standard output, what went wrong on standard error. */
public final class AgentLog {
  private final PrintStream out;
  private final PrintStream err;

  public AgentLog(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Something worth knowing. */
  public void info(String line) {
    print(out, line);
  }

  /** Something that somebody should look at. */
  public void warn(String line) {
    print(err, "warning: " + line);
  }

  private static void print(PrintStream to, String line) {
    synchronized (to) {
      to.println(line);
      to.flush();
    }
  }
}
