package io.sealer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.cli.command.Context;
import io.sealer.cli.environment.Places;
import io.sealer.cli.failure.ExitCode;
import io.sealer.cli.output.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void an_unknown_command_names_the_nearest_one() {
    assertThat(run("vresion")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("'vresion'").contains("version");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void an_unknown_flag_is_wrong_usage_and_points_at_the_help() {
    assertThat(run("version", "--colour")).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString())
        .contains("Unknown option: '--colour'")
        .contains("sealer version --help");
  }

  @Test
  void no_command_shows_the_help_on_standard_error() {
    assertThat(run()).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("Usage: sealer");
  }

  @Test
  void version_as_json_is_the_documented_document() {
    assertThat(run("version", "-o", "json")).isZero();
    assertThat(out.toString())
        .contains("\"version\"", "\"commit\"", "\"java\"", "\"platform\" : \"linux/");
  }

  @Test
  void images_of_a_directory_are_listed_with_their_places() throws IOException {
    Files.writeString(
        directory.resolve("pod.yaml"), "kind: Pod\nspec:\n  containers:\n  - image: nginx:1\n");
    assertThat(run("find-images", "--why", directory.toString())).isZero();
    assertThat(out).hasToString("docker.io/library/nginx:1\n  pod.yaml:4 (yaml Pod)\n");
    Files.writeString(directory.resolve("odd.yaml"), "kind: Pod\nspec: [\n");
    assertThat(run("find-images", "-o", "json", directory.toString())).isEqualTo(ExitCode.FOUND);
    assertThat(out.toString()).contains("\"candidates\" : [ ]", "\"line\" : 4");
    assertThat(err.toString()).contains("odd.yaml:3: is not YAML");
  }

  @Test
  void an_image_to_look_into_that_is_nowhere_is_told() {
    assertThat(run("find-images", "nowhere:1")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString()).contains("nowhere:1 is not in the local store");
    assertThat(run("find-images", "No/Where")).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void scaling_a_cluster_that_nobody_knows_says_how_to_make_one() {
    for (String command : List.of("scale-up", "join", "scale-down")) {
      err.getBuffer().setLength(0);
      assertThat(run(command, "--cluster-name", "nowhere", "--nodes", "10.0.0.9"))
          .isEqualTo(ExitCode.FAILED);
      assertThat(err.toString()).contains("no cluster nowhere", "sealer run IMAGE");
    }
  }

  @Test
  void a_mode_of_running_that_is_not_known_is_wrong_usage() {
    assertThat(run("run", "a:1", "--masters", "10.0.0.9", "--mode", "loadimages"))
        .isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains("--mode takes apply or loadImage, got 'loadimages'");
  }

  @Test
  void every_command_has_a_description_and_an_example() {
    var commands = sealer().commandLine(Optional.empty()).getSubcommands();
    assertThat(commands).isNotEmpty();
    commands.forEach(
        (name, command) -> {
          var usage = command.getCommandSpec().usageMessage();
          assertThat(usage.description()).as("description of " + name).isNotEmpty();
          assertThat(String.join("\n", usage.footer()))
              .as("example of " + name)
              .contains("Example")
              .contains("  sealer " + name);
        });
  }

  private int run(String... args) {
    return sealer().execute(List.of(args));
  }

  private Sealer sealer() {
    Map<String, String> environment =
        Map.of("HOME", directory.toString(), "SEALER_HOME", directory.resolve("home").toString());
    var console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return new Sealer(new Context(console, Places.of(environment), environment));
  }
}
