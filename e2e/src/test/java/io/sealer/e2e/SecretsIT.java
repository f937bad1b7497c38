package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.Outcome;
import io.sealer.e2e.harness.PrivateRegistry;
import io.sealer.e2e.harness.Program;
import io.sealer.e2e.harness.Workspace;
import io.sealer.host.testing.SimulatedHosts;
import io.sealer.oci.store.DiskStore;
import io.sealer.run.scale.FreshServers;
import io.sealer.run.scale.SmallImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * No secret that the program is given is anywhere afterwards, nor in its own process list
 * meanwhile: every file that a run leaves is searched. The hosts are simulated, so every step fails
 * in the end; that is when most is said.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@SuppressWarnings("NullAway.Init")
class SecretsIT {
  private static final String ENV_SECRET = "s3cr3t-of-the-environment";
  private static final String CONFIG_SECRET = "s3cr3t-of-the-config";
  private static final List<String> SECRETS =
      List.of(
          SimulatedHosts.PASSWORD,
          SimulatedHosts.SUDO_PASSWORD,
          PrivateRegistry.PASSWORD,
          ENV_SECRET,
          CONFIG_SECRET);

  private Workspace workspace;
  private SimulatedHosts hosts;
  private PrivateRegistry registry;
  private Program sealer;
  private Path password;
  private Path clusterfile;

  @BeforeAll
  void start() throws Exception {
    workspace = Workspace.create("secrets");
    try (var store = DiskStore.open(workspace.home().resolve("store"))) {
      SmallImage.write(store);
    }
    hosts = SimulatedHosts.start(2, Duration.ofMillis(5), new FreshServers());
    registry = PrivateRegistry.start(workspace);
    sealer = workspace.sealer().with("SEALER_SUDO_PASSWORD", SimulatedHosts.SUDO_PASSWORD);
    password = Files.writeString(workspace.path().resolve("password"), SimulatedHosts.PASSWORD);
    clusterfile = Files.writeString(workspace.path().resolve("Clusterfile"), clusterfile());
  }

  @AfterAll
  void remove_everything() throws IOException {
    registry.close();
    hosts.close();
    workspace.close();
  }

  private String clusterfile() {
    return """
        apiVersion: sealer.io/v2
        kind: Cluster
        metadata: {name: secrets}
        spec:
          image: %s
          env: [TOKEN=%s]
          ssh: {user: ops, port: %d}
          hosts:
            - ips: [%s]
              roles: [master]
            - ips: [%s]
              roles: [node]
        ---
        apiVersion: sealer.io/v2
        kind: Config
        metadata: {name: login}
        spec:
          path: etc/login.yaml
          data: "password: %s"
        """
        .formatted(
            SmallImage.NAME,
            ENV_SECRET,
            hosts.port(),
            hosts.addresses().get(0),
            hosts.addresses().get(1),
            CONFIG_SECRET);
  }

  @Test
  void no_secret_is_in_process_lists_output_logs_plans_events_pages_or_what_is_kept()
      throws Exception {
    sealer
        .feed(
            PrivateRegistry.PASSWORD,
            "login",
            registry.host(),
            "-u",
            PrivateRegistry.USER,
            "--password-stdin")
        .succeeded();
    Outcome plan = watched("plan", "-f", clusterfile.toString(), "-o", "json").succeeded();
    assertThat(plan.json().path("steps").size()).isPositive();
    Outcome human = watched("apply", "-f", clusterfile.toString()).exited(1);
    Path page = workspace.path().resolve("timeline.html");
    Path trace = workspace.path().resolve("trace.json");
    Outcome events =
        watched(
                "apply",
                "-f",
                clusterfile.toString(),
                "--events",
                "--timeline",
                page.toString(),
                "--trace",
                trace.toString())
            .exited(1);

    assertThat(human.err()).contains("hint");
    assertThat(events.out()).contains("\"failed\"");
    assertThat(page).isNotEmptyFile();
    assertThat(trace).isNotEmptyFile();
    assertThat(workspace.home().resolve("clusters/secrets/journal.jsonl")).isNotEmptyFile();
    for (Outcome outcome : List.of(plan, human, events)) {
      assertThat(found(outcome.said())).as(outcome.command()).isEmpty();
    }
    assertThat(found(read(password))).containsExactly(SimulatedHosts.PASSWORD);
    assertThat(filesWithSecrets()).isEmpty();
  }

  @Test
  void a_wrong_sudo_password_is_a_failure_of_a_run_and_a_finding_of_a_check() {
    Program wrong = sealer.with("SEALER_SUDO_PASSWORD", "not-the-sudo-password");
    String[] given = {"-f", clusterfile.toString(), "--passwd-file", password.toString()};
    var exits = new LinkedHashMap<List<String>, Integer>();
    exits.put(List.of("apply"), 1);
    exits.put(List.of("plan"), 1);
    exits.put(List.of("check", "--pre"), 3);
    exits.forEach(
        (command, exit) -> {
          var all = new ArrayList<>(command);
          all.addAll(List.of(given));
          Outcome outcome = wrong.run(all.toArray(String[]::new)).exited(exit);
          assertThat(outcome.said())
              .contains(hosts.addresses().get(0), hosts.addresses().get(1))
              .contains("wrong password", "SEALER_SUDO_PASSWORD")
              .doesNotContain("not-the-sudo-password");
        });
  }

  /** Runs the program and looks all the time at what anybody on this machine can see of it. */
  private Outcome watched(String... arguments) {
    var all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--passwd-file", password.toString()));
    var seen = new TreeSet<String>();
    var given = new TreeSet<String>();
    try (Program.Running running = sealer.start("", all.toArray(String[]::new))) {
      ProcessHandle program = running.process().toHandle();
      while (running.isAlive()) {
        Stream.concat(Stream.of(program), program.descendants())
            .map(process -> Path.of("/proc/" + process.pid()))
            .forEach(
                process -> {
                  seen.addAll(found(read(process.resolve("cmdline"))));
                  given.addAll(found(read(process.resolve("environ"))));
                });
      }
      assertThat(seen).as("secrets in arguments").isEmpty();
      // What was put there is all that is there; that it is found shows that we have looked.
      assertThat(given).containsExactly(SimulatedHosts.SUDO_PASSWORD);
      return running.await();
    }
  }

  /** What a file holds, a character for each byte; nothing when it has gone. */
  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  /** The secrets in a text, as they are or in base 64. */
  private static List<String> found(String text) {
    return SECRETS.stream().filter(s -> text.contains(s) || text.contains(inBase64(s))).toList();
  }

  private static String inBase64(String secret) {
    return Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
  }

  /** Files of the workspace with a secret in them, besides those that are for it. */
  private List<String> filesWithSecrets() {
    Path auth = workspace.user().resolve(".sealer/auth.json");
    Set<Path> meant = Set.of(password, clusterfile, auth);
    try (Stream<Path> files = Files.walk(workspace.path())) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !meant.contains(file))
          .filter(file -> !found(read(file)).isEmpty() && !isForItsOwnerOnly(file))
          .map(file -> workspace.path().relativize(file) + ": " + found(read(file)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The Clusterfile is kept with what its user wrote into it, for the user alone. */
  private boolean isForItsOwnerOnly(Path file) {
    if (!file.getFileName().toString().equals("Clusterfile")) {
      return false;
    }
    List<String> known = found(read(file));
    return !known.contains(SimulatedHosts.PASSWORD)
        && !known.contains(SimulatedHosts.SUDO_PASSWORD)
        && rights(file).equals("[OWNER_READ, OWNER_WRITE]");
  }

  private static String rights(Path file) {
    try {
      return new TreeSet<>(Files.getPosixFilePermissions(file)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
