package io.sealer.cli;

import io.sealer.cli.command.Context;
import io.sealer.cli.environment.Places;
import io.sealer.cli.output.Console;
import io.sealer.share.registry.RegistryData;
import io.sealer.share.server.RegistryServer;
import io.sealer.share.server.ServerOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Walks once through what must start fast, while the ahead-of-time cache of the download is
 * recorded (dist/assemble): one recording sees one process. Works in the places that the
 * environment names.
 */
final class Training {
  private static final int IMAGES = 8;
  private static final int IMAGE_SIZE = 256 << 10;
  private static final int DIRECTORIES = 20;
  private static final int FILES = 50;

  private final Path work;
  private final Map<String, String> environment;

  private Training(Path work, Map<String, String> environment) {
    this.work = work;
    this.environment = environment;
  }

  static int walk(Map<String, String> environment) {
    Early.begin();
    try {
      Path work = Files.createDirectories(Places.of(environment).home().resolve("training"));
      var training = new Training(work, environment);
      training.commands();
      training.hosts();
      training.manyFiles();
      training.fetching();
      End.prepare();
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("the training has no place to work in", e);
    }
  }

  private void commands() throws IOException {
    write("context/manifests/pod.yaml", "apiVersion: v1\nkind: ConfigMap\n");
    write("context/Kubefile", "FROM scratch\nARG A=1\nLABEL a=$A\nCOPY manifests manifests\n");
    String archive = work.resolve("training.tar").toString();
    succeed("home", "--help");
    succeed("home", "version", "-o", "json");
    build("home", "training:1", "context");
    build("home", "training:1", "context");
    succeed("home", "images");
    succeed("home", "images", "-o", "json");
    succeed("home", "inspect", "training:1");
    succeed("home", "inspect", "training:1", "-o", "json");
    succeed("home", "save", "training:1", "-o", archive);
    succeed("home", "load", archive);
    succeed("home", "run", "--help");
    succeed("home", "rmi", "training:1");
  }

  /** Plans for this machine, as it is and as others reach it; it need not be fit for a cluster. */
  private void hosts() throws IOException {
    write(
        "cluster/Kubefile",
        """
        FROM scratch
        LABEL cluster.alpha.sealer.io/cluster-runtime-type=kubernetes
        LABEL cluster.alpha.sealer.io/cluster-runtime-version=v1.20.2
        LABEL cluster.alpha.sealer.io/container-runtime-type=containerd
        COPY manifests manifests
        """);
    write("cluster/manifests/pod.yaml", "apiVersion: v1\nkind: ConfigMap\n");
    String context = work.resolve("cluster").toString();
    succeed("home", "build", "-t", "cluster:1", "--type", "kube-installer", context);
    plan("-m", "127.0.0.300");
    // The first makes the cluster's keys, the second reads them; this machine is looked at.
    plan("-m", "127.0.0.1");
    plan("-m", "127.0.0.1");
    Optional<TrainingHost> host = TrainingHost.start(work.resolve("host"));
    if (host.isPresent()) {
      try (TrainingHost at = host.get()) {
        plan("-m", "127.0.0.2", "--port", Integer.toString(at.port()), "--pk", at.key().toString());
      }
    } else {
      plan("-m", "127.0.0.2", "--port", "1"); // nobody listens there
    }
  }

  /** What comes of it depends on the machine: it may be no host for a cluster. */
  private void plan(String... hosts) {
    var command = new ArrayList<>(List.of("plan", "cluster:1"));
    command.addAll(List.of(hosts));
    var told = new StringWriter();
    call("home", told, command.toArray(String[]::new));
    if (!told.toString().contains("127.0.0.")) {
      throw new IllegalStateException(String.join(" ", command) + ": " + told);
    }
  }

  /** A context of many files, and the build after one of them was changed. */
  private void manyFiles() throws IOException {
    write("many/Kubefile", "FROM scratch\nCOPY files files\n");
    for (int i = 0; i < DIRECTORIES * FILES; i++) {
      write("many/files/%d/%d.txt".formatted(i % DIRECTORIES, i), "content " + i);
    }
    build("home", "many:1", "many");
    write("many/files/0/0.txt", "changed");
    build("home", "many:1", "many");
  }

  /** Images to a registry, and from there into a build. */
  private void fetching() throws IOException {
    RegistryData kept = RegistryData.open(work.resolve("registry"));
    try (RegistryServer server =
        RegistryServer.start(
            ServerOptions.plain("127.0.0.1", 0), kept, Optional.of(kept.target()), _ -> {})) {
      var names = new ArrayList<String>();
      for (int i = 0; i < IMAGES; i++) {
        String name = "127.0.0.1:%d/training/%d:1".formatted(server.address().getPort(), i);
        names.add(name);
        write("image/Kubefile", "FROM scratch\nCOPY content content\n");
        var content = new byte[IMAGE_SIZE];
        new Random(i).nextBytes(content);
        Files.write(work.resolve("image/content"), content);
        build("home", name, "image");
        succeed("home", "push", name);
      }
      write("site/Kubefile", "FROM scratch\nCOPY manifests manifests\n");
      write("site/manifests/imageList", String.join("\n", names));
      build("there", "site:1", "site");
      build("there", "site:1", "site");
    }
  }

  private void write(String name, String text) throws IOException {
    Path file = work.resolve(name);
    Files.createDirectories(Optional.ofNullable(file.getParent()).orElse(work));
    Files.writeString(file, text);
  }

  private void build(String home, String name, String context) {
    succeed(home, "build", "-t", name, work.resolve(context).toString());
  }

  private void succeed(String home, String... command) {
    var told = new StringWriter();
    if (call(home, told, command) != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + told);
    }
  }

  private int call(String home, Writer told, String... command) {
    var own = new HashMap<>(environment);
    own.put("HOME", work.toString()); // its known hosts are not the user's
    own.put("SEALER_HOME", work.resolve(home).toString());
    var console =
        new Console(new PrintWriter(Writer.nullWriter()), new PrintWriter(told), false, false);
    return new Sealer(new Context(console, Places.of(own), own)).execute(List.of(command));
  }
}
