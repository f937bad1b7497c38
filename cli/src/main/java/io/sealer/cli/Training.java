package io.sealer.cli;

import io.sealer.cli.command.Context;
import io.sealer.cli.environment.Places;
import io.sealer.cli.output.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Walks once through what must start fast, while the ahead-of-time cache of the download is
 * recorded (dist/assemble): one recording sees one process. Works in the places that the
 * environment names.
 */
final class Training {
  private Training() {}

  static int walk(Map<String, String> environment) {
    Path work = Places.of(environment).home().resolve("training");
    try {
      Path context = Files.createDirectories(work.resolve("context/manifests"));
      Files.writeString(context.resolve("pod.yaml"), "apiVersion: v1\nkind: ConfigMap\n");
      Files.writeString(
          work.resolve("context/Kubefile"),
          "FROM scratch\nARG A=1\nLABEL a=$A\nCOPY manifests manifests\n");
    } catch (IOException e) {
      throw new UncheckedIOException("the training has no place to work in", e);
    }
    var inWork = new HashMap<>(environment);
    inWork.put("SEALER_HOME", work.resolve("home").toString());
    String build = work.resolve("context").toString();
    String archive = work.resolve("training.tar").toString();
    for (List<String> command :
        List.of(
            List.of("--help"),
            List.of("version", "-o", "json"),
            List.of("build", "-t", "training:1", build),
            List.of("build", "-t", "training:1", build),
            List.of("images"),
            List.of("images", "-o", "json"),
            List.of("inspect", "training:1"),
            List.of("inspect", "training:1", "-o", "json"),
            List.of("save", "training:1", "-o", archive),
            List.of("load", archive),
            List.of("run", "--help"),
            List.of("plan", "training:1", "-m", "127.0.0.300"),
            // The first makes the cluster's keys, the second reads them; this machine is looked at.
            List.of("plan", "training:1", "-m", "127.0.0.1"),
            List.of("plan", "training:1", "-m", "127.0.0.1"),
            // Nobody listens there.
            List.of("plan", "training:1", "-m", "127.0.0.1", "--port", "1"),
            List.of("rmi", "training:1"))) {
      new Sealer(new Context(silent(), Places.of(inWork), inWork)).execute(command);
    }
    return 0;
  }

  private static Console silent() {
    return new Console(
        new PrintWriter(Writer.nullWriter()), new PrintWriter(Writer.nullWriter()), false, false);
  }
}
