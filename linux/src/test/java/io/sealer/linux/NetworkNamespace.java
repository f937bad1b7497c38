package io.sealer.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** A network of its own, made for one test. Closing removes it with everything in it. */
public final class NetworkNamespace implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final MethodHandle SETNS =
      Libc.function("setns", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle OPEN =
      Libc.function(
          "open", FunctionDescriptor.of(JAVA_INT, java.lang.foreign.ValueLayout.ADDRESS, JAVA_INT));

  private final String name;

  private NetworkNamespace(String name) {
    this.name = name;
  }

  /** A namespace with a loopback that is up. */
  public static NetworkNamespace create() throws IOException {
    String name =
        "sealer-it-%d-%d".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet());
    command("ip", "netns", "add", name);
    var made = new NetworkNamespace(name);
    made.run("ip", "link", "set", "lo", "up");
    return made;
  }

  /** Its name for {@code ip netns exec}. */
  public String name() {
    return name;
  }

  /** Connects two namespaces; both ends are called {@code net0}. */
  public void connect(String address, NetworkNamespace other, String otherAddress)
      throws IOException {
    String peer = "peer name net0 netns " + other.name;
    command(("ip link add net0 netns %s type veth " + peer).formatted(name).split(" "));
    run("ip", "address", "add", address, "dev", "net0");
    other.run("ip", "address", "add", otherAddress, "dev", "net0");
    run("ip", "link", "set", "net0", "up");
    other.run("ip", "link", "set", "net0", "up");
  }

  /** Runs a program inside; answers what it printed. */
  public String run(String... words) throws IOException {
    var all = new java.util.ArrayList<>(List.of("ip", "netns", "exec", name));
    all.addAll(List.of(words));
    return command(all.toArray(String[]::new));
  }

  private static String command(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException(String.join(" ", words) + ": " + output);
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return output;
  }

  /** Does something on a thread that lives inside. */
  public <T> T inside(Callable<T> work) throws Exception {
    var result = new CompletableFuture<T>();
    Thread.ofPlatform()
        .start(
            () -> {
              try {
                enter();
                result.complete(work.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  private void enter() throws Throwable {
    try (Arena arena = Arena.ofConfined()) {
      var state = arena.allocate(Libc.STATE);
      int fd = (int) OPEN.invokeExact(state, arena.allocateFrom("/run/netns/" + name), 0);
      int result = (int) SETNS.invokeExact(state, fd, 0x40000000);
      SocketCalls.close(fd);
      if (result != 0) {
        throw new LinuxException("setns", name, (int) Libc.ERRNO.get(state, 0L));
      }
    }
  }

  @Override
  public void close() throws IOException {
    command("ip", "netns", "delete", name);
  }
}
