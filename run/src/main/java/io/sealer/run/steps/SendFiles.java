package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.node.api.NodeCommands;
import io.sealer.run.engine.Freight;
import io.sealer.run.engine.LedgerEntry;
import io.sealer.run.engine.LedgerEntry.Kind;
import io.sealer.run.engine.Step;
import io.sealer.run.engine.StepContext;
import io.sealer.run.engine.StepFailure;
import io.sealer.run.engine.Work;
import io.sealer.run.files.Overlay;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Brings a host the image's files and unpacks them, with those of the Clusterfile above them: both
 * by one program there.
 *
 * @param content what the host needs of the image
 * @param ahead images that it will soon ask others for, sent along to a host that is new
 * @param data directory of the cluster on the host
 * @param rootfs where the files go, below it
 * @param overlay what lies above them
 */
record SendFiles(
    SendContent content, Optional<HostContent> ahead, String data, String rootfs, Overlay overlay)
    implements Work {
  /** Unpacking many gigabytes says nothing. */
  private static final Duration SILENCE = Duration.ofMinutes(10);

  @Override
  public Optional<String> check(StepContext at) throws HostException {
    ContentOnHost host = content.view().look(at);
    return host.missing(content.content()).or(() -> notUnpacked(host, at.step()));
  }

  private static Optional<String> notUnpacked(ContentOnHost host, Step step) {
    if (!host.isUnpacked()) {
      return Optional.of("files of the image are not unpacked");
    }
    return host.isMarked(step) ? Optional.empty() : Optional.of("files of the image have changed");
  }

  @Override
  public Collection<Freight> freight(StepContext at) throws HostException {
    return content.view().look(at).freight(sent(at).content());
  }

  /** With what it will soon ask for, when the host is new. */
  private SendContent sent(StepContext at) throws HostException {
    boolean sendsMore = ahead.isPresent() && !content.view().look(at).isUnpacked();
    return sendsMore ? content.with(ahead.orElseThrow()) : content;
  }

  @Override
  public void run(StepContext at) throws HostException, StepFailure {
    at.ledger().record(LedgerEntry.of(Kind.TREE, data));
    StagedOverlay staged = StagedOverlay.of(at, data);
    var receive =
        NodeCommands.defaults()
            .receiveAndUnpack(
                content.content().rootfs().digest(), Path.of(rootfs), staged.put(at, overlay));
    sent(at).talk(at, staged.used(at, "sealer-node receive", receive).withIdleTimeout(SILENCE));
  }
}
