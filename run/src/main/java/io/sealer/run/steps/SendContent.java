package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.ExecResult;
import io.sealer.host.HostException;
import io.sealer.host.Session;
import io.sealer.host.Source;
import io.sealer.node.api.AgentPaths;
import io.sealer.node.api.BlobStream;
import io.sealer.node.api.NamesTable;
import io.sealer.node.api.NodeCommands;
import io.sealer.node.api.Piece;
import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

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

  private List<Piece> missing(Session session) throws HostException, IOException {
    Command ask =
        Command.of(AGENT.missing())
            .named("sealer-node missing")
            .withStdin(Source.of(BlobStream.question(content.blobs())))
            .withIdleTimeout(SILENCE);
    return BlobStream.answer(content.blobs(), session.run(ask).stdout());
  }

  @Override
  public void run(StepContext at) throws HostException, IOException, StepFailure {
    List<Piece> missing = missing(at.session());
    if (!missing.isEmpty()) {
      send(at, missing);
    }
    if (names.isPresent()) {
      at.session().run(naming(names.get()));
    }
    Scripts.mark(at);
  }

  private static Command naming(NamesTable table) {
    return Command.of(AGENT.names())
        .named("sealer-node names")
        .withStdin(Source.of(table.toJson()))
        .withIdleTimeout(SILENCE);
  }

  private void send(StepContext at, List<Piece> pieces)
      throws HostException, OciException, StepFailure {
    long total = pieces.stream().mapToLong(Piece::length).sum();
    var sent = new AtomicLong();
    var progress =
        new Progress() {
          @Override
          public void advanced(String what, long bytes) {
            at.progress(sent.addAndGet(bytes), total);
          }
        };
    Command receive =
        Command.of(AGENT.receive())
            .named("sealer-node receive")
            .withStdin(() -> new Pipe(out -> BlobStream.write(out, pieces, store, progress)))
            .withIdleTimeout(SILENCE);
    ExecResult result = at.session().run(receive);
    Optional<String> failed =
        result.stdout().lines().filter(line -> line.startsWith("failed ")).findFirst();
    if (failed.isPresent()) {
      throw StepFailure.of(
          at.step(),
          "content did not arrive whole: " + failed.get().substring("failed ".length()),
          "check the store here with 'sealer store check', and the host's disk",
          result.lines());
    }
  }
}
