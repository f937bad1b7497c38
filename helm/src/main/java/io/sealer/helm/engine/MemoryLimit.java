package io.sealer.helm.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** How much memory this process may have: setrlimit(2), {@code RLIMIT_DATA}. */
@SuppressWarnings("restricted") // the process is started with native access
final class MemoryLimit {
  private static final int RLIMIT_DATA = 2;

  private MemoryLimit() {}

  /** Sets it for good. */
  static void set(long bytes) {
    MethodHandle setrlimit =
        Linker.nativeLinker()
            .downcallHandle(
                Linker.nativeLinker().defaultLookup().findOrThrow("setrlimit"),
                FunctionDescriptor.of(
                    ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limit = arena.allocateFrom(ValueLayout.JAVA_LONG, bytes, bytes);
      // A limit that is lower already stays.
      int _ = (int) setrlimit.invoke(RLIMIT_DATA, limit);
    } catch (Throwable e) {
      throw new IllegalStateException("setrlimit", e);
    }
  }
}
