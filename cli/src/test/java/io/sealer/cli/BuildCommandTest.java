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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BuildCommandTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path context;

  @BeforeEach
  void make_context() throws IOException {
    context = Files.createDirectory(directory.resolve("context"));
    kubefile("FROM scratch\nARG VERSION\nCOPY <<x.yaml manifests/\nkind: X\nx.yaml\n");
  }

  @ParameterizedTest
  @CsvSource({
    "--type=kube-instaler, did you mean 'kube-installer'?",
    "--mode=cloud, '--mode takes lite or none, got ''cloud'''",
    "--pull=nevre, did you mean 'never'?",
    "--network=off, '--network takes none or default, got ''off'''",
    "--platform=amd64, 'platform must look like linux/amd64'",
    "--platform=linux/adm64, did you mean 'amd64'?",
    "--platform=windows/amd64, hosts run Linux",
    "--build-arg=VERSION, 'should be in KEY=VALUE format'",
    "--label=x, 'should be in KEY=VALUE format'",
    "--tags=x, 'Unknown option: ''--tags=x'''"
  })
  void a_wrong_flag_is_told_and_nothing_is_built(String flag, String message) {
    assertThat(build(flag)).isEqualTo(ExitCode.USAGE);
    assertThat(err.toString()).contains(message);
    assertThat(directory.resolve("home")).doesNotExist();
  }

  @Test
  void an_argument_that_nobody_asks_for_is_a_warning() {
    assertThat(build("--build-arg", "VERSON=1")).isZero();
    assertThat(err.toString())
        .contains("no ARG of the Kubefile takes --build-arg VERSON; did you mean 'VERSION'?");
    assertThat(out.toString()).startsWith("sha256:");
  }

  @Test
  void inspect_names_the_parent() throws IOException {
    assertThat(build()).isZero();
    kubefile("FROM test:1\nLABEL a=b\n");
    assertThat(sealer("build", "-t", "child:1", context.toString())).isZero();
    out.getBuffer().setLength(0);
    assertThat(sealer("inspect", "child:1", "-o", "json")).isZero();
    assertThat(out.toString()).contains("\"parent\" : \"test:1\"");
    assertThat(sealer("inspect", "child:1")).isZero();
    assertThat(out.toString()).contains("Parent:     test:1");
  }

  @Test
  void images_that_may_not_be_fetched_are_an_error_that_says_so() throws IOException {
    kubefile("FROM registry.invalid/base:1\n");
    assertThat(build("--pull", "never")).isEqualTo(ExitCode.FAILED);
    assertThat(err.toString())
        .contains("registry.invalid/base:1 is not in the local store, and may not be fetched");
  }

  @Test
  void without_a_mode_for_workload_images_none_are_looked_for() throws IOException {
    kubefile(
        "FROM scratch\nCOPY <<x.yaml manifests/\nkind: Pod\nspec: {containers: [{image: registry.invalid/x:1}]}\nx.yaml\n");
    assertThat(build("--pull=never")).isEqualTo(ExitCode.FAILED);
    assertThat(build("--pull=never", "--mode=none")).isZero();
  }

  private void kubefile(String text) throws IOException {
    Files.writeString(context.resolve("Kubefile"), text);
  }

  private int build(String... flags) {
    var args = new ArrayList<>(List.of("build", "-t", "test:1"));
    args.addAll(List.of(flags));
    args.add(context.toString());
    return sealer(args.toArray(String[]::new));
  }

  private int sealer(String... args) {
    Map<String, String> environment =
        Map.of("HOME", directory.toString(), "SEALER_HOME", directory.resolve("home").toString());
    var console = new Console(new PrintWriter(out, true), new PrintWriter(err, true), false, false);
    return new Sealer(new Context(console, Places.of(environment), environment))
        .execute(List.of(args));
  }
}
