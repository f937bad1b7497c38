package io.sealer.run.steps;

import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.testing.SshHost;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.MadeUpHost;
import io.sealer.run.engine.OneHost;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Work whose host is asked, along with the last of it, whether it is done. */
class ScriptsIT {
  @RegisterExtension final SshHost host = new SshHost();
  private final List<String> commands = new ArrayList<>();

  @BeforeEach
  void directories() throws Exception {
    host.shell("mount -t tmpfs tmpfs /var/lib");
  }

  /**
   * Writes a file and looks at it.
   *
   * @param check the look
   */
  private record Writing(String check) implements Asking {
    @Override
    public Question question(Step step) {
      return Scripts.question(check, "it's done", step.name(), step.inputs());
    }

    @Override
    public void run(StepContext at) throws HostException {
      String noise = "echo sealer-proof; echo \"not yet\"; echo \"$1\" > /var/lib/file";
      Scripts.runAndMark(at, "write", noise, "it's done");
    }
  }

  private Session counted() {
    return MadeUpHost.heard(
        host.session(),
        command -> {
          commands.add(command.shown());
          return command;
        });
  }

  @Test
  void the_answer_comes_with_the_work_and_sees_what_it_has_done() throws Exception {
    var work = new Writing("[ \"$(cat /var/lib/file)\" = \"$1\" ] && is_marked \"$2\" \"$3\"");

    OneHost.apply(counted(), "write", work);

    assertThat(commands).containsExactly("write");
    assertThat(host.shell("cat /var/lib/sealer/node/steps/write")).isEqualTo("1\n");
  }

  @Test
  void what_is_not_as_it_should_be_fails_the_step_though_its_work_went_well() {
    var work = new Writing("echo; echo \"$(cat /var/lib/file), and it is wrong\"; echo more");

    assertThat(OneHost.failure(counted(), "write", work).problem())
        .isEqualTo("ran without an error, but it's done, and it is wrong");
    assertThat(commands).containsExactly("write");
  }

  @Test
  void a_look_that_fails_fails_the_step() {
    var work = new Writing("echo 'no way to look' >&2; exit 3");

    assertThat(OneHost.failure(counted(), "write", work).output()).contains("no way to look");
  }
}
