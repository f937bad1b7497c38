package io.sealer.helm.engine;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
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

  /** Writes them for {@link #read}. */
  void write(DataOutputStream out) throws IOException {
    out.writeInt(members.size());
    for (Member member : members) {
      switch (member) {
        case Text(var value) -> {
          out.writeBoolean(true);
          writeText(out, value);
        }
        case Count(var value) -> {
          out.writeBoolean(false);
          out.writeInt(value);
        }
      }
    }
  }

  /** Reads what {@link #write} has written. */
  static Options read(DataInputStream in) throws IOException {
    var options = new Options();
    for (int left = in.readInt(); left > 0; left--) {
      options.members.add(in.readBoolean() ? new Text(readText(in)) : new Count(in.readInt()));
    }
    return options;
  }

  /** Writes a text of any length. */
  static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** Reads a text. */
  static String readText(DataInputStream in) throws IOException {
    int length = in.readInt();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return new String(bytes, StandardCharsets.UTF_8);
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
