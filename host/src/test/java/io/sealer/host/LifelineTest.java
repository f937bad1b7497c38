package io.sealer.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The open input of a command that has none, as a real shell sees it. */
class LifelineTest {
  private final ShellLine shell = new ShellLine(Optional.empty());

  private Process started(String script, String rest) throws IOException {
    Process process =
        new ProcessBuilder("setsid", "/bin/sh", "-c", shell.line(false))
            .redirectErrorStream(true)
            .start();
    try (var in = process.getOutputStream()) {
      in.write(shell.head(Command.script(script), false));
      in.write(rest.getBytes(UTF_8));
    }
    return process;
  }

  @Test
  void its_end_stops_the_command() throws Exception {
    Process process = started("sleep 60; echo done", "");

    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isNotZero();
    assertThat(process.inputReader().lines()).doesNotContain("done");
  }

  @Test
  void a_command_goes_on_when_it_was_let_go_on_purpose() throws Exception {
    Process process = started("sleep 1; echo done; exit 7", "\n");

    assertThat(process.inputReader().lines()).contains("done");
    assertThat(process.waitFor()).isEqualTo(7);
  }
}
