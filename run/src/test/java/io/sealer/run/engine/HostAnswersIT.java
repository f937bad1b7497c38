package io.sealer.run.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.host.testing.SshHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Questions of all steps in one command, answered by a real shell. */
class HostAnswersIT {
  @TempDir Path directory;
  @RegisterExtension final SshHost host = new SshHost();

  private record Scripted(String script, List<String> arguments) implements Asking {
    @Override
    public Question question(Step step) {
      return new Question("set -e\n" + script, arguments);
    }

    @Override
    public void run(StepContext at) {
      throw new UnsupportedOperationException("only looked at");
    }
  }

  private static Step step(String name, String script, String... arguments) {
    var work = new Scripted(script, List.of(arguments));
    return Step.of("h", name, "do " + name, List.of(), "1", work);
  }

  private static List<Optional<String>> reasons(Plan plan) {
    return plan.steps().stream().map(PlannedStep::reason).toList();
  }

  @Test
  void each_question_has_its_own_arguments_shell_and_answer() throws Exception {
    var hosts = new OneHost(host.session());
    List<Step> steps =
        List.of(
            step("first", "echo \"$1|$2|$#\"; echo more", "it's", "a \"b\" $c\nd"),
            step("fine", "x=1; exit 0"),
            step("second", "shift; for a; do echo \"$a\"; done; echo \"${x-unset}\"", "1", "2"),
            step("reads", "cat; echo read"),
            step("said", "case a in a) echo \"yes: no\" ;; esac # comment"));

    Plan plan = new Planner(hosts).plan(steps);

    assertThat(reasons(plan))
        .containsExactly(
            Optional.of("it's|a \"b\" $c"),
            Optional.empty(),
            Optional.of("2"),
            Optional.of("read"),
            Optional.of("yes: no"));
    assertThat(hosts.sessions()).isEqualTo(1);
  }

  @Test
  void hundreds_of_questions_are_one_command() throws Exception {
    var steps = new ArrayList<Step>();
    for (int i = 0; i < 300; i++) {
      steps.add(step("s" + i, "[ \"$1\" = 7 ] || echo \"$1\"", String.valueOf(i)));
    }
    var hosts = new OneHost(host.session());

    Plan plan = new Planner(hosts).plan(steps);

    assertThat(plan.todo()).hasSize(299);
    assertThat(hosts.sessions()).isEqualTo(1);
  }

  @Test
  void a_question_that_fails_is_asked_again_alone_and_named() throws Exception {
    Path ran = Files.createFile(directory.resolve("ran"));
    List<Step> steps =
        List.of(
            step("good", "echo why"),
            step("bad", "echo x >> \"$1\"; false; echo not-reached", ran.toString()));

    assertThatThrownBy(() -> new Planner(new OneHost(host.session())).plan(steps))
        .isInstanceOf(StepsFailed.class)
        .hasMessageContaining("bad")
        .hasMessageNotContaining("good");
    assertThat(ran).hasContent("x\nx\n");
  }

  @Test
  void an_answer_that_begins_with_an_empty_line_is_still_one() throws Exception {
    Plan plan =
        new Planner(new OneHost(host.session())).plan(List.of(step("odd", "echo; echo why")));

    assertThat(reasons(plan)).containsExactly(Optional.of("why"));
  }
}
