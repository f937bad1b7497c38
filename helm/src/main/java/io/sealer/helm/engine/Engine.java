package io.sealer.helm.engine;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * Helm in this process. Loaded once and never unloaded: it has a runtime of its own. Thread-safe.
 */
@SuppressWarnings("restricted") // the launcher allows native access
public final class Engine {
  private static final Linker LINKER = Linker.nativeLinker();
  private static final AddressLayout TEXT =
      ValueLayout.ADDRESS.withTargetLayout(
          MemoryLayout.sequenceLayout(Long.MAX_VALUE, ValueLayout.JAVA_BYTE));
  // What every function answers, by value: out, err, stdOut, stdErr.
  private static final StructLayout RESULT = MemoryLayout.structLayout(TEXT, TEXT, TEXT, TEXT);

  private final SymbolLookup library;
  private final MethodHandle free;
  private final SignalHandlers handlers;

  private Engine(SymbolLookup library, SignalHandlers handlers) {
    this.library = library;
    this.handlers = handlers;
    this.free = function("Free", FunctionDescriptor.ofVoid(RESULT));
  }

  /**
   * Loads the engine.
   *
   * @param cache where it is unpacked, once
   * @throws EngineException when this machine cannot load it
   */
  public static Engine load(Path cache) throws EngineException {
    return of(NativeFile.unpacked(cache));
  }

  /** Loads the engine's file. */
  static Engine of(Path file) throws EngineException {
    SignalHandlers handlers = SignalHandlers.current();
    try {
      return new Engine(SymbolLookup.libraryLookup(file, Arena.global()), handlers);
    } catch (IllegalArgumentException e) {
      throw new EngineException(
          "Helm's engine %s cannot be loaded; it needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, EL 9) and a cache directory that is not mounted noexec"
              .formatted(file),
          e);
    }
  }

  /**
   * Calls a function with these options and answers its output.
   *
   * @throws EngineException with Helm's own words when it failed
   */
  public String call(String function, Options options) throws EngineException {
    MethodHandle handle = function(function, FunctionDescriptor.of(RESULT, ValueLayout.ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      var result = (MemorySegment) handle.invoke((SegmentAllocator) arena, options.in(arena));
      String output = text(result, 0);
      String error = text(result, 1);
      free.invoke(result);
      if (!error.isBlank()) {
        throw new EngineException(error.strip());
      }
      return output;
    } catch (EngineException e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling Helm's function " + function, e);
    } finally {
      handlers.restore();
    }
  }

  private MethodHandle function(String name, FunctionDescriptor descriptor) {
    return LINKER.downcallHandle(library.findOrThrow(name), descriptor);
  }

  private static String text(MemorySegment result, int member) {
    MemorySegment at = result.get(TEXT, member * TEXT.byteSize());
    return at.equals(MemorySegment.NULL) ? "" : at.getString(0);
  }
}
