package io.sealer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.e2e.harness.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The download itself: how it came to where it lies must not matter. */
class DownloadIT {
  @TempDir Path directory;

  @Test
  void a_copy_that_lost_its_times_works_and_says_nothing_of_it() throws Exception {
    Path home = Settings.program().toRealPath().resolve("../..").normalize();
    Path copy = directory.resolve("copy");
    assertThat(said("cp", "-r", home.toString(), copy.toString())).isEmpty();
    String program = copy.resolve("bin/sealer").toString();
    assertThat(said(program, "version").lines()).singleElement().asString().startsWith("sealer ");
    assertThat(said(program, "images").lines()).singleElement().asString().startsWith("NAME ");
  }

  /** What a command says on both of its outputs. */
  private String said(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(List.of(command)).redirectErrorStream(true);
    process.environment().put("SEALER_HOME", directory.resolve("home").toString());
    Process running = process.start();
    String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(running.waitFor()).as(said).isZero();
    return said;
  }
}
