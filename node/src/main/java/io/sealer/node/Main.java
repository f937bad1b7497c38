package io.sealer.node;

import io.sealer.node.command.ApiReady;
import io.sealer.node.command.Arguments;
import io.sealer.node.command.ClearBalancer;
import io.sealer.node.command.Command;
import io.sealer.node.command.Exercise;
import io.sealer.node.command.Forget;
import io.sealer.node.command.Health;
import io.sealer.node.command.Holds;
import io.sealer.node.command.Receive;
import io.sealer.node.command.Serve;
import io.sealer.node.command.ShowBalancer;
import io.sealer.node.command.Terminal;
import io.sealer.node.command.Unpack;
import io.sealer.node.command.UsageException;
import io.sealer.node.command.Version;
import io.sealer.oci.OciException;
import java.io.IOException;
import java.util.Arrays;

/** The program {@code sealer-node}. Exit codes: 0 done, 1 failed, 2 wrong usage. */
public final class Main {
  static final String USAGE =
      """
      usage: sealer-node COMMAND
        serve   --config FILE                     run the agent
        health  --config FILE [--within SECONDS]  wait until the agent answers
        receive --store DIR [--manifest DIGEST --to DIR [--overlay DIR]]
                                                  content and names, in a talk with the operator; unpacked
        forget  --store DIR --image DIGEST        remove an image's names and content
        unpack  --store DIR --manifest DIGEST --to DIR [--overlay DIR]
        holds --config FILE                       which images of standard input the mirror lacks
        api-ready --server ADDRESS:PORT --authority FILE [--within SECONDS]
        balancer --config FILE [--within SECONDS] where the virtual address leads
        balancer-clear --config FILE              remove the balancer's rules
        version
      """;

  private Main() {}

  public static void main(String[] args) {
    int code = run(args, Terminal.system());
    // Ends threads that may wait on standard input for ever.
    System.exit(code);
  }

  /** Runs one command; answers the exit code. */
  static int run(String[] args, Terminal terminal) {
    try {
      Command command = command(args.length == 0 ? "" : args[0]);
      command.run(Arguments.parse(Arrays.copyOfRange(args, 1, args.length)), terminal);
      terminal.out().flush();
      return terminal.out().checkError() ? 1 : 0;
    } catch (UsageException e) {
      return failed(terminal, 2, e, "run 'sealer-node' without arguments for the usage");
    } catch (OciException e) {
      return failed(terminal, 1, e, e.hint());
    } catch (IOException e) {
      return failed(terminal, 1, e, "");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(terminal, 1, e, "");
    }
  }

  private static Command command(String name) throws UsageException {
    return switch (name) {
      case "serve" -> new Serve();
      case "health" -> new Health();
      case "receive" -> new Receive();
      case "forget" -> new Forget();
      case "unpack" -> new Unpack();
      case "exercise" -> new Exercise();
      case "holds" -> new Holds();
      case "api-ready" -> new ApiReady();
      case "balancer" -> new ShowBalancer();
      case "balancer-clear" -> new ClearBalancer();
      case "version", "--version" -> new Version();
      case "" -> throw new UsageException(USAGE);
      default -> throw new UsageException("unknown command '" + name + "'");
    };
  }

  private static int failed(Terminal terminal, int code, Exception e, String hint) {
    terminal.out().flush();
    boolean known = e instanceof OciException || e instanceof UsageException;
    terminal.err().println("error: " + (known ? e.getMessage() : e));
    if (!hint.isEmpty()) {
      terminal.err().println("hint: " + hint);
    }
    terminal.err().flush();
    return code;
  }
}
