package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.run.engine.Asking;
import io.sealer.run.engine.Question;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shell scripts that steps are made of. They can use {@code is_marked STEP INPUTS} and {@code mark
 * STEP INPUTS}; kubectl leaves its cache where a reset finds it. {@code patiently COMMAND} repeats,
 * for a minute, what an API server cannot do at this moment. {@code start_unit UNIT} enables and
 * restarts a unit; a host reads all of its units again only when it had read this one before and
 * its file is another now, because that is much work and enabling does it for nothing.
 */
public final class Scripts {
  /**
   * What kubectl says, as a regular expression, when the same may work a moment later; also of
   * definitions and webhooks that were just made.
   */
  private static final String NOT_NOW =
      "no matches for kind|failed calling webhook|etcdserver: (leader changed|request timed out|no leader)|connection refused|unexpected EOF"
          + "|TLS handshake timeout|client connection lost|i/o timeout|[Tt]oo [Mm]any [Rr]equests"
          + "|currently unable to handle the request";

  /** What every script may use. Marks are asked for often: without a process. */
  public static final String PRELUDE =
      """
      steps=/var/lib/sealer/node/steps
      is_marked() { marked=''; [ ! -r "$steps/$1" ] || IFS= read -r marked <"$steps/$1" || :; [ "$marked" = "$2" ]; }
      mark() { [ -d "$steps" ] || mkdir -p "$steps"; printf '%s\\n' "$2" > "$steps/$1"; }
      kubectl() { command kubectl --cache-dir /var/lib/sealer/node/kubectl "$@"; }
      start_unit() {
        systemctl -q --no-reload enable "$1"
        case $(systemctl show -p LoadState -p NeedDaemonReload "$1") in
          *not-found* | *NeedDaemonReload=yes*) systemctl daemon-reload ;;
        esac
        systemctl restart "$1"
      }
      patiently() {
        said=$(mktemp) end=$(($(date +%s) + 60))
        until "$@" 2>"$said"; do
          if ! grep -qE 'NOT_NOW' "$said" || [ "$(date +%s)" -ge "$end" ]; then
            cat "$said" >&2
            rm -f "$said"
            return 1
          fi
          sleep 1
        done
        rm -f "$said"
      }
      """
          .replace("NOT_NOW", NOT_NOW);

  /** What is printed before the answer to a step's check. */
  private static final String PROOF = "sealer-proof";

  private static final Duration SILENCE = Duration.ofMinutes(5);

  private Scripts() {}

  /** A check: the first line that it prints is the reason to run the step. */
  public static Question question(String script, String... arguments) {
    return new Question("set -e\n" + PRELUDE + script, List.of(arguments));
  }

  /**
   * A check by the mark alone, for steps that leave nothing else behind.
   *
   * @param reason to run the step when it is not marked with its inputs
   */
  public static Question marked(Step step, String reason) {
    String script = "is_marked \"$1\" \"$2\" || echo \"$3\"";
    return question(script, step.name(), step.inputs(), reason);
  }

  /** Runs a script that must succeed, stopping at its first failing command. */
  public static ExecResult run(StepContext at, String shown, String script, String... arguments)
      throws HostException {
    return at.session().run(command(shown, script, arguments));
  }

  /** The command of a script, given up after five silent minutes. */
  public static Command command(String shown, String script, String... arguments) {
    return Command.script("set -e\n" + PRELUDE + script, arguments)
        .named(shown)
        .withIdleTimeout(SILENCE);
  }

  /** Runs a script as {@link #run} does and marks the step as done. The script must not exit. */
  public static void runAndMark(StepContext at, String shown, String script, String... arguments)
      throws HostException {
    prove(at, marking(at, shown, script, arguments));
  }

  /**
   * Runs the command of {@link #marking} or {@link #proving}, with which the step's work ends, and
   * hands its answer on: one command and one way to the host less than a check of its own.
   */
  public static ExecResult prove(StepContext at, Command last) throws HostException {
    ExecResult result = at.session().run(last);
    String output = result.stdout();
    int proof = output.lastIndexOf(PROOF);
    if (proof >= 0) {
      at.proven(Question.reason(output.substring(proof + PROOF.length())));
    }
    return result;
  }

  /** The command of {@link #runAndMark}. */
  public static Command marking(StepContext at, String shown, String script, String... arguments) {
    var all = new ArrayList<>(List.of(at.step().name(), at.step().inputs()));
    all.addAll(List.of(arguments));
    String marked =
        """
        step=$1 inputs=$2
        shift 2
        %s
        mark "$step" "$inputs"
        """
            .formatted(script);
    return proving(at, shown, marked, all.toArray(String[]::new));
  }

  /** The command of a script that asks in the end what the step's check asks. */
  public static Command proving(StepContext at, String shown, String script, String... arguments) {
    String asks =
        at.step().work() instanceof Asking asking ? proof(asking.question(at.step())) : "";
    return command(shown, script + asks, arguments);
  }

  private static String proof(Question question) {
    return "said=$(\n" + question.text() + ")\nprintf '\\n" + PROOF + "\\n%s\\n' \"$said\"\n";
  }

  /** Marks a step as done with its inputs. */
  public static void mark(StepContext at) throws HostException {
    runAndMark(at, "mark", "");
  }
}
