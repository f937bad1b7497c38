package io.sealer.helm.engine;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Helm in a process of its own, for calls that run templates: these are programs of strangers, may
 * never end, take all memory or bring the engine down, which takes its whole process with it.
 * Started for the first call, ends with this process. Thread-safe.
 */
public final class EngineProcess {
  private static final long MOST_MEMORY = 1L << 30;
  private static final int SHOWN = 4096;

  private final Path cache;
  private final Duration longest;
  private Optional<Running> running = Optional.empty();

  private record Running(
      Process process, DataOutputStream out, DataInputStream in, FutureTask<String> said) {}

  /**
   * An engine.
   *
   * @param cache where it is unpacked, once
   * @param longest how long a call may take, in whole seconds
   */
  public EngineProcess(Path cache, Duration longest) {
    this.cache = cache;
    this.longest = longest;
  }

  /**
   * Calls a function with these options and answers its output.
   *
   * @throws EngineException with Helm's own words when it failed; with ours when the call ended the
   *     process, or was ended because it took too long
   */
  public synchronized String call(String function, Options options) throws EngineException {
    boolean isDone = false;
    Running engine = running();
    var answer = new FutureTask<>(() -> exchange(engine, function, options));
    Thread.ofVirtual().start(answer);
    try {
      String output = answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      isDone = true;
      return output;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof EngineException refused) {
        isDone = true;
        throw refused;
      }
      throw ended(engine, e);
    } catch (TimeoutException e) {
      throw new EngineException(
          "the templates do not come to an end within %d seconds".formatted(longest.toSeconds()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineException("interrupted", e);
    } finally {
      if (!isDone) {
        engine.process().destroyForcibly();
        running = Optional.empty();
      }
    }
  }

  private static String exchange(Running engine, String function, Options options)
      throws IOException, EngineException {
    Options.writeText(engine.out(), function);
    options.write(engine.out());
    engine.out().flush();
    byte kind = engine.in().readByte();
    String text = Options.readText(engine.in());
    if (kind == EngineMain.REFUSED) {
      throw new EngineException(text);
    }
    return text;
  }

  private Running running() throws EngineException {
    if (running.isEmpty() || !running.get().process().isAlive()) {
      running = Optional.of(start(NativeFile.unpacked(cache)));
    }
    return running.get();
  }

  private static Running start(Path file) throws EngineException {
    var builder = new ProcessBuilder(command(file));
    // Its own report of a crash are thousands of lines.
    builder.environment().put("GOTRACEBACK", "none");
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    try {
      Process process = builder.start();
      var said = new FutureTask<>(() -> beginning(process.getErrorStream()));
      Thread.ofVirtual().start(said);
      return new Running(
          process,
          new DataOutputStream(new BufferedOutputStream(process.getOutputStream())),
          new DataInputStream(new BufferedInputStream(process.getInputStream())),
          said);
    } catch (IOException e) {
      throw new EngineException("Helm's engine cannot be started: " + e.getMessage(), e);
    }
  }

  private static List<String> command(Path file) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-XX:ErrorFile=/dev/null",
        "-Xlog:disable",
        "-Xmx256m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath(),
        EngineMain.class.getName(),
        file.toString(),
        String.valueOf(MOST_MEMORY));
  }

  /** Modules are found on the class path too. */
  private static String classPath() {
    String modules = System.getProperty("jdk.module.path", "");
    String classes = System.getProperty("java.class.path", "");
    return modules.isEmpty() ? classes : modules + File.pathSeparator + classes;
  }

  private static String beginning(InputStream in) throws IOException {
    String text = new String(in.readNBytes(SHOWN), StandardCharsets.UTF_8);
    in.transferTo(OutputStream.nullOutputStream());
    return text;
  }

  private static EngineException ended(Running engine, Exception cause) {
    engine.process().destroy();
    try {
      int code = engine.process().waitFor();
      String said = engine.said().get();
      return new EngineException(why(code, said), cause);
    } catch (ExecutionException e) {
      return new EngineException("Helm's engine ended without a word", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new EngineException("interrupted", e);
    }
  }

  private static String why(int code, String said) {
    boolean killed = code == 128 + 9;
    String lower = said.toLowerCase(Locale.ROOT);
    if (killed || lower.contains("memory") || lower.contains("stack overflow")) {
      return "the templates take more than %d GiB of memory; do they call themselves?"
          .formatted(MOST_MEMORY >> 30);
    }
    return "Helm's engine ended with code %d: %s".formatted(code, said.strip());
  }
}
