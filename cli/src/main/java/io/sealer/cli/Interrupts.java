package io.sealer.cli;

import io.sealer.cli.failure.ExitCode;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C: the first interrupts the command so that it can stop in order, the second ends the
 * process at once. A shutdown hook would not see the second; sun.misc.Signal does, and is called by
 * reflection because the compiler has no way to allow it without a warning.
 */
final class Interrupts {
  private Interrupts() {}

  /** From now on the first Ctrl-C interrupts this thread. */
  static void install(Thread main) {
    var times = new AtomicInteger();
    onSignal(
        () -> {
          if (times.incrementAndGet() > 1) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
          }
          System.err.println("stopping; press Ctrl-C again to end at once");
          main.interrupt();
        });
  }

  private static void onSignal(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), handling);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Java runtime has no sun.misc.Signal", e);
    }
  }
}
