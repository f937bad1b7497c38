package io.sealer.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/** The C library's functions that we call. Each answers 0, or the error number. */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle MOUNT =
      function(
          "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle UMOUNT2 =
      function("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

  private Libc() {}

  @SuppressWarnings("restricted") // calling the C library is what this class is for
  private static MethodHandle function(String name, FunctionDescriptor shape) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name), shape, Linker.Option.captureCallState("errno"));
  }

  /** mount(2). An empty text stands for a null pointer. */
  static int mount(String source, String target, String type, long flags, String data) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result =
          (int)
              MOUNT.invokeExact(
                  state,
                  text(arena, source),
                  text(arena, target),
                  text(arena, type),
                  flags,
                  text(arena, data));
      return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** umount2(2). */
  static int umount(String target, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) UMOUNT2.invokeExact(state, text(arena, target), flags);
      return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static MemorySegment text(Arena arena, String text) {
    return text.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(text);
  }

  private static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a native call with the declared types failed", e);
  }
}
