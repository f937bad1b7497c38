package io.sealer.run.engine;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * What hosts answer to the questions of all their steps, each host asked once, when the first of
 * its answers is wanted. A question that could not be answered this way is left out: whoever wants
 * its answer asks it alone, and so meets the failure. Thread-safe.
 */
final class HostAnswers {
  /** Only the first line is told; of what failed, or begins with an empty line, nothing. */
  private static final String ANSWER =
      """
      nl=$(printf '\\nx'); nl=${nl%x}
      answer() {
        [ "$1" = 0 ] || return 0
        case $3 in "$nl"*) ;; *) printf 'answer %s %s\\n' "$2" "${3%%"$nl"*}" ;; esac
      }
      """;

  private final HostAccess hosts;
  private final Map<String, FutureTask<Map<String, Optional<String>>>> byHost = new HashMap<>();

  HostAnswers(HostAccess hosts, List<Step> steps) {
    this.hosts = hosts;
    var asked = new LinkedHashMap<String, Map<String, Question>>();
    for (Step step : steps) {
      if (step.work() instanceof Asking asking) {
        asked
            .computeIfAbsent(step.host(), h -> new LinkedHashMap<>())
            .put(step.id(), asking.question(step));
      }
    }
    asked.forEach((host, all) -> byHost.put(host, new FutureTask<>(() -> ask(host, all))));
  }

  /** Why a step must run, as its host says; empty when it has not said whether it must. */
  Optional<Optional<String>> of(Step step) throws InterruptedException {
    var task = byHost.get(step.host());
    if (task == null) {
      return Optional.empty();
    }
    task.run();
    try {
      return Optional.ofNullable(task.get().get(step.id()));
    } catch (ExecutionException e) {
      throw new IllegalStateException("failures of hosts are no answers", e.getCause());
    }
  }

  private Map<String, Optional<String>> ask(String host, Map<String, Question> questions) {
    try {
      Command command =
          Command.script(script(questions.values()))
              .named("check " + questions.size() + " steps")
              .withIdleTimeout(Question.SILENCE);
      String output = hosts.session(host).run(command).stdout();
      return answers(List.copyOf(questions.keySet()), output);
    } catch (HostException e) {
      return Map.of();
    }
  }

  /** Nothing but plain statements: within lists such as a && b shells forget set -e. */
  private static String script(Collection<Question> questions) {
    var text = new StringBuilder(ANSWER);
    int number = 0;
    for (Question question : questions) {
      text.append("said=$(\n").append(question.text()).append(")\n");
      text.append("answer $? ").append(number++).append(" \"$said\"\n");
    }
    return text.toString();
  }

  private static Map<String, Optional<String>> answers(List<String> ids, String output) {
    var answers = new HashMap<String, Optional<String>>();
    for (String line : output.lines().toList()) {
      String[] words = line.split(" ", 3);
      if (words.length == 3 && words[0].equals("answer")) {
        answers.put(ids.get(Integer.parseInt(words[1])), Question.reason(words[2]));
      }
    }
    return answers;
  }
}
