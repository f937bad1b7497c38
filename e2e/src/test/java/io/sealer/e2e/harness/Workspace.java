package io.sealer.e2e.harness;

import io.sealer.run.provider.ProviderSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A place of its own on a real disk for one test class: {@code SEALER_HOME}, {@code HOME}, and
 * whatever else is made. {@link #close} removes it with all hosts in it; when the tests' process
 * dies, {@code e2e/cleanup} does.
 *
 * @param path its directory
 */
public record Workspace(Path path) implements AutoCloseable {
  private static final Duration LONGEST = Duration.ofMinutes(8);

  /** A new one. */
  public static Workspace create(String name) {
    try {
      Path parent = Files.createDirectories(Settings.workspaces());
      Path path = Files.createTempDirectory(parent, name + "-");
      Files.writeString(path.resolve(".sealer-e2e"), owner() + "\n");
      Files.createDirectories(path.resolve("home"));
      Files.createDirectories(path.resolve("user"));
      return new Workspace(path);
    } catch (IOException e) {
      throw new IllegalStateException("cannot make a workspace", e);
    }
  }

  /** Process number and the kernel's start time of it, which together are never used again. */
  private static String owner() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return ProcessHandle.current().pid() + " " + fields[19];
  }

  /** {@code SEALER_HOME}. */
  public Path home() {
    return path.resolve("home");
  }

  /** {@code HOME}. */
  public Path user() {
    return path.resolve("user");
  }

  /** Hosts that do not belong to the program under test. */
  public ProviderSite hosts() {
    return new ProviderSite(path.resolve("machines"), Settings.cache());
  }

  /** The released program, which knows no other place. */
  public Program sealer() {
    return new Program(
        java.util.List.of(Settings.program().toString()),
        Map.of(
            "SEALER_HOME", home().toString(),
            "HOME", user().toString(),
            "SEALER_CACHE", Settings.cache().toString(),
            "NO_COLOR", "1"),
        LONGEST);
  }

  /** Gives the program another workspace's images, which cost no space and no time. */
  public void takeImagesOf(Workspace other) {
    Path store = other.home().resolve("store");
    Program.of("cp", "-al", store.toString(), home().resolve("store").toString()).run().succeeded();
  }

  @Override
  public void close() {
    Program.of(Settings.repository().resolve("e2e/cleanup").toString(), path.toString())
        .run()
        .succeeded();
  }
}
