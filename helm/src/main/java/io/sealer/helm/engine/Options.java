package io.sealer.helm.engine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of one call: the members of a C struct in the order of the library's header, each a
 * text ({@code char*}) or a number ({@code int}). Not thread-safe.
 */
public final class Options {
  private sealed interface Member {}

  private record Text(String value) implements Member {}

  private record Count(int value) implements Member {}

  private final List<Member> members = new ArrayList<>();

  /** A text; empty says nothing. */
  public Options text(String value) {
    members.add(new Text(value));
    return this;
  }

  /** A text that may be left out. */
  public Options text(Optional<String> value) {
    return text(value.orElse(""));
  }

  /** Some texts that say nothing. */
  public Options noTexts(int count) {
    for (int i = 0; i < count; i++) {
      text("");
    }
    return this;
  }

  /** A yes or no. */
  public Options flag(boolean value) {
    return number(value ? 1 : 0);
  }

  /** Some flags that are not set. */
  public Options noFlags(int count) {
    for (int i = 0; i < count; i++) {
      flag(false);
    }
    return this;
  }

  /** A number. */
  public Options number(int value) {
    members.add(new Count(value));
    return this;
  }

  /** Lays the struct out as the C compiler does: each member at a multiple of its own size. */
  MemorySegment in(Arena arena) {
    MemorySegment struct =
        arena.allocate(
            members.size() * ValueLayout.ADDRESS.byteSize(), ValueLayout.ADDRESS.byteSize());
    long at = 0;
    for (Member member : members) {
      switch (member) {
        case Text(var value) -> {
          at = aligned(at, ValueLayout.ADDRESS);
          struct.set(ValueLayout.ADDRESS, at, arena.allocateFrom(value));
          at += ValueLayout.ADDRESS.byteSize();
        }
        case Count(var value) -> {
          at = aligned(at, ValueLayout.JAVA_INT);
          struct.set(ValueLayout.JAVA_INT, at, value);
          at += ValueLayout.JAVA_INT.byteSize();
        }
      }
    }
    return struct;
  }

  private static long aligned(long at, ValueLayout layout) {
    return (at + layout.byteSize() - 1) / layout.byteSize() * layout.byteSize();
  }
}
