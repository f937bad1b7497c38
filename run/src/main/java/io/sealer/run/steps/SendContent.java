package io.sealer.run.steps;

import io.sealer.host.Command;
import io.sealer.host.HostException;
import io.sealer.node.api.ContentSender;
import io.sealer.node.api.NamesTable;
import io.sealer.node.api.NodeCommands;
import io.sealer.oci.store.ContentSource;
import io.sealer.run.engine.Freight;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Brings a host the blobs that it needs and lacks, then the names that they stand for. What had
 * come when an earlier transfer broke is not sent again.
 *
 * @param content what the host needs
 * @param names names of the image's workloads, told when all content is there
 * @param store where the content is here
 * @param view what the host has
 */
record SendContent(
    HostContent content, Optional<NamesTable> names, ContentSource store, ContentView view)
    implements Work {
  private static final Duration SILENCE = Duration.ofMinutes(2);

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    ContentOnHost host = view.look(at);
    return host.missing(content)
        .or(
            () ->
                host.isMarked(at.step())
                    ? Optional.empty()
                    : Optional.of("names of the image are missing"));
  }

  @Override
  public Collection<Freight> freight(StepContext at) throws HostException {
    return view.look(at).freight(content);
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    String[] receive = NodeCommands.defaults().receive().toArray(String[]::new);
    Command command = Scripts.marking(at, "sealer-node receive", "\"$@\"", receive);
    talk(at, command.withIdleTimeout(SILENCE));
  }

  /** The same step, which brings more than its check looks for. */
  SendContent with(HostContent more) {
    return new SendContent(content.and(more), names, store, view);
  }

  /** Lets a command that receives on the host have what it asks for. */
  void talk(StepContext at, Command receive) throws HostException, StepFailure {
    var sender = new ContentSender(content.blobs(), names, store, at::progress);
    try {
      at.session().run(receive.withStdin(() -> new Pipe(sender::writeTo)).onLine(sender::hear));
    } catch (HostException.CommandFailed e) {
      if (sender.failure().isPresent()) {
        throw damaged(at, sender.failure().get(), e);
      }
      throw e;
    } finally {
      sender.end();
      view.forget();
    }
  }

  private static StepFailure damaged(StepContext at, String blob, HostException.CommandFailed e) {
    return StepFailure.of(
        at.step(),
        "content did not arrive whole: " + blob,
        "check the store here with 'sealer store check', and the host's disk",
        e.output());
  }
}
