package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.ContentSender;
import io.sealer.node.api.NamesTable;
import io.sealer.node.api.NodeCommands;
import io.sealer.oci.Descriptor;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings a host the blobs that it needs and lacks, then the names that they stand for. What had
 * come when an earlier transfer broke is not sent again.
 *
 * @param content what the host needs
 * @param names names of the image's workloads, told when all content is there
 * @param store where the content is here
 */
record SendContent(HostContent content, Optional<NamesTable> names, ContentSource store)
    implements Work {
  private static final Duration SILENCE = Duration.ofMinutes(2);
  private static final NodeCommands AGENT = NodeCommands.defaults();

  private static final String BLOBS = AgentPaths.STORE.resolve("blobs/sha256").toString();

  private static final String HELD =
      """
      [ -x "$1" ] || exit 0
      echo agent
      if is_marked "$3" "$4"; then echo marked; fi
      [ ! -d "$2" ] || find "$2" -type f -printf '%f %s\\n'
      """;

  /**
   * Looks at names and sizes only, without starting the agent's program: cheap and exact enough.
   */
  @Override
  public Optional<String> check(StepContext at) throws HostException {
    ExecResult found =
        Scripts.run(
            at,
            "look at the content",
            HELD,
            AgentPaths.PROGRAM.toString(),
            BLOBS,
            at.step().name(),
            at.step().inputs());
    if (found.stdout().isEmpty()) {
      return Optional.of("nothing of the image is on this host");
    }
    Set<String> held = Set.copyOf(found.lines());
    List<Descriptor> missing =
        content.blobs().stream()
            .filter(blob -> !held.contains(blob.digest().hex() + " " + blob.size()))
            .toList();
    if (!missing.isEmpty()) {
      long bytes = missing.stream().mapToLong(Descriptor::size).sum();
      return Optional.of(
          "%d of %d blobs are missing, %.1f MB"
              .formatted(missing.size(), content.blobs().size(), bytes / 1e6));
    }
    return held.contains("marked")
        ? Optional.empty()
        : Optional.of("names of the image are missing");
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    var sender = new ContentSender(content.blobs(), names, store, at::progress);
    Command receive =
        Command.of(AGENT.receive())
            .named("sealer-node receive")
            .withStdin(() -> new Pipe(sender::writeTo))
            .onLine(sender::hear)
            .withIdleTimeout(SILENCE);
    try {
      at.session().run(receive);
    } catch (HostException.CommandFailed e) {
      if (sender.failure().isPresent()) {
        throw damaged(at, sender.failure().get(), e);
      }
      throw e;
    } finally {
      sender.end();
    }
    Scripts.mark(at);
  }

  private static StepFailure damaged(StepContext at, String blob, HostException.CommandFailed e) {
    return StepFailure.of(
        at.step(),
        "content did not arrive whole: " + blob,
        "check the store here with 'sealer store check', and the host's disk",
        e.output());
  }
}
