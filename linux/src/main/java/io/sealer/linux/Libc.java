package io.sealer.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
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
import org.jspecify.annotations.Nullable;

/** The C library's functions that we call. Each answers 0, or the error number. */
final class Libc {
  private static final Linker LINKER = Linker.nativeLinker();
  static final StructLayout STATE = Linker.Option.captureStateLayout();
  static final VarHandle ERRNO = STATE.varHandle(PathElement.groupElement("errno"));

  private static final MethodHandle MOUNT =
      function(
          "mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle UMOUNT2 =
      function("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle MKNOD =
      function("mknod", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG));
  private static final MethodHandle LSETXATTR =
      function(
          "lsetxattr",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle LGETXATTR =
      function("lgetxattr", FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));

  private Libc() {}

  @SuppressWarnings("restricted") // calling the C library is what this class is for
  static MethodHandle function(String name, FunctionDescriptor shape) {
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

  /** mknod(2). */
  static int mknod(String path, int mode, long device) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) MKNOD.invokeExact(state, text(arena, path), mode, device);
      return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** lsetxattr(2). */
  static int setXattr(String path, String name, byte[] value) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, value);
      int result =
          (int)
              LSETXATTR.invokeExact(
                  state, text(arena, path), text(arena, name), bytes, (long) value.length, 0);
      return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  /** lgetxattr(2): the value of at most 64 KiB, or null when the file has no such attribute. */
  static byte @Nullable [] getXattr(String path, String name) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment buffer = arena.allocate(1 << 16);
      long length =
          (long)
              LGETXATTR.invokeExact(
                  state, text(arena, path), text(arena, name), buffer, buffer.byteSize());
      return length < 0 ? null : buffer.asSlice(0, length).toArray(JAVA_BYTE);
    } catch (Throwable e) {
      throw impossible(e);
    }
  }

  private static MemorySegment text(Arena arena, String text) {
    return text.isEmpty() ? MemorySegment.NULL : arena.allocateFrom(text);
  }

  static IllegalStateException impossible(Throwable e) {
    return new IllegalStateException("a native call with the declared types failed", e);
  }
}
