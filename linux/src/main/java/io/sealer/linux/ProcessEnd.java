package io.sealer.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/** Ending this process. */
public final class ProcessEnd {
  private static final MethodHandle EXIT = exit();

  private ProcessEnd() {}

  @SuppressWarnings("restricted") // as in Libc; the call has no error number
  private static MethodHandle exit() {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("_exit"), FunctionDescriptor.ofVoid(JAVA_INT));
  }

  /** Loads what {@link #now} needs. */
  public static void prepare() {
    assert EXIT != null;
  }

  /**
   * _exit(2): at once, without what Java does at its end. Shutdown hooks do not run, and nothing is
   * flushed.
   *
   * @param status 0 to 255
   */
  public static void now(int status) {
    try {
      EXIT.invokeExact(status);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
  }
}
