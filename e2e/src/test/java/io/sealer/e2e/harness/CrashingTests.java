package io.sealer.e2e.harness;

import java.util.concurrent.CountDownLatch;

/** A process that makes what tests make, and waits to be killed. */
public final class CrashingTests {
  private CrashingTests() {}

  /** Prints the workspace when everything is there. */
  @SuppressWarnings("SystemOut") // how the test hears of it
  public static void main(String[] args) throws Exception {
    Workspace workspace = Workspace.create("crash");
    PrivateRegistry registry = PrivateRegistry.start(workspace);
    Machines machines = Machines.make(workspace, 1);
    machines.on(0, "true").succeeded();
    System.out.println(workspace.path() + " " + registry.host());
    new CountDownLatch(1).await();
  }
}
