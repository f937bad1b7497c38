package io.sealer.helm.engine;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * The other end of {@link EngineProcess}: takes calls from standard input, answers on standard
 * output, and ends with whoever asks, whatever the engine is doing.
 */
final class EngineMain {
  static final byte ANSWER = 1;
  static final byte REFUSED = 2;

  private static final int LONGEST_ANSWER = 32 << 20;

  private record Call(String function, Options options) {}

  private EngineMain() {}

  /** With the engine's file and how many bytes of memory all of this may take. */
  public static void main(String[] args) throws Exception {
    PrintStream toParent = System.out;
    // What anybody else prints must not get in between.
    System.setOut(System.err);
    MemoryLimit.set(Long.parseLong(args[1]));
    BlockingQueue<Call> calls = new ArrayBlockingQueue<>(1);
    Thread.ofPlatform().daemon().start(() -> read(calls));
    var out = new DataOutputStream(toParent);
    try {
      Engine engine = Engine.of(Path.of(args[0]));
      while (true) {
        answer(engine, calls.take(), out);
      }
    } catch (EngineException e) {
      send(out, REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private static void answer(Engine engine, Call call, DataOutputStream out) throws IOException {
    try {
      String text = engine.call(call.function(), call.options());
      if (text.length() > LONGEST_ANSWER) {
        throw new EngineException("the templates make more than 32 MiB of text");
      }
      send(out, ANSWER, text);
    } catch (EngineException e) {
      send(out, REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private static void send(DataOutputStream out, byte kind, String text) throws IOException {
    out.writeByte(kind);
    Options.writeText(out, text);
    out.flush();
  }

  private static void read(BlockingQueue<Call> calls) {
    try (var in = new DataInputStream(new BufferedInputStream(System.in))) {
      while (true) {
        calls.put(new Call(Options.readText(in), Options.read(in)));
      }
    } catch (IOException | InterruptedException e) {
      // Nobody is there any more; the engine itself would not listen.
      Runtime.getRuntime().halt(0);
    }
  }
}
