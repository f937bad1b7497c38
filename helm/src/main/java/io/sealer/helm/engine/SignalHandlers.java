package io.sealer.helm.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Who is called when this process is to stop, as it was when the engine was loaded: the engine puts
 * itself there for its own calls and stays, and then nothing stops us any more. Thread-safe.
 */
@SuppressWarnings("restricted") // the launcher allows native access
final class SignalHandlers {
  private static final int SIGINT = 2;
  private static final int SIGQUIT = 3;
  private static final int SIGTERM = 15;

  /** More than {@code struct sigaction} has on any Linux; we only carry it. */
  private static final long SIZE = 512;

  private static final MethodHandle SIGACTION =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("sigaction"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT,
                  ValueLayout.JAVA_INT,
                  ValueLayout.ADDRESS,
                  ValueLayout.ADDRESS));

  private final Map<Integer, MemorySegment> handlers = new LinkedHashMap<>();

  private SignalHandlers() {}

  /** Those of now. */
  static SignalHandlers current() {
    var current = new SignalHandlers();
    for (int signal : new int[] {SIGINT, SIGQUIT, SIGTERM}) {
      MemorySegment handler = Arena.global().allocate(SIZE, Long.BYTES);
      sigaction(signal, MemorySegment.NULL, handler);
      current.handlers.put(signal, handler);
    }
    return current;
  }

  /** Puts them back. */
  void restore() {
    handlers.forEach((signal, handler) -> sigaction(signal, handler, MemorySegment.NULL));
  }

  private static void sigaction(int signal, MemorySegment now, MemorySegment before) {
    try {
      int result = (int) SIGACTION.invoke(signal, now, before);
      if (result != 0) {
        throw new IllegalStateException("sigaction refuses signal " + signal);
      }
    } catch (IllegalStateException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("sigaction of signal " + signal, e);
    }
  }
}
