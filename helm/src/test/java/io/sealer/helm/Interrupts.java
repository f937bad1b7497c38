package io.sealer.helm;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What SIGTERM does to this process, as the command line has it (not SIGINT: a test run in the
 * background inherits that ignored). By reflection, because the compiler has no way to allow
 * sun.misc.Signal without a warning.
 */
final class Interrupts implements AutoCloseable {
  private final CountDownLatch latch = new CountDownLatch(1);
  private final Class<?> handlerType;
  private final Class<?> type;
  private final Object signal;
  private final Object before;

  Interrupts() throws ReflectiveOperationException {
    type = Class.forName("sun.misc.Signal");
    handlerType = Class.forName("sun.misc.SignalHandler");
    signal = type.getConstructor(String.class).newInstance("TERM");
    before =
        handle(
            Proxy.newProxyInstance(
                Interrupts.class.getClassLoader(),
                new Class<?>[] {handlerType},
                (_, _, _) -> {
                  latch.countDown();
                  return null;
                }));
  }

  private Object handle(Object handler) throws ReflectiveOperationException {
    return type.getMethod("handle", type, handlerType).invoke(null, signal, handler);
  }

  void raise() throws ReflectiveOperationException {
    type.getMethod("raise", type).invoke(null, signal);
  }

  boolean arrived(Duration within) throws InterruptedException {
    return latch.await(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() throws ReflectiveOperationException {
    handle(before);
  }
}
