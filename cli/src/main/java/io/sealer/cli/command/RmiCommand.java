package io.sealer.cli.command;

import io.sealer.cli.output.Human;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.Pruned;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer rmi}. */
@Command(
    name = "rmi",
    description = "Remove images from the local store, and content that no other image needs.",
    footer = {"", "Example:", "  sealer rmi shop:1.0", "  sealer rmi --dry-run shop:1.0"})
public final class RmiCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Names in the local store.")
  private List<Reference> names = List.of();

  @Option(
      names = {"-f", "--force"},
      description = "Do not complain about names that are not there.")
  private boolean force;

  @Option(names = "--dry-run", description = "Only tell what would be removed and freed.")
  private boolean dryRun;

  /** A command in this context. */
  public RmiCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    try (var store = DiskStore.open(context.places().store())) {
      if (!force) {
        // All names are looked up first: a wrong one must not leave the command half done.
        for (Reference name : names) {
          LocalImages.require(store, name);
        }
      }
      return dryRun ? plan(store) : remove(store);
    }
  }

  private int remove(DiskStore store) throws IOException {
    for (Reference name : names) {
      if (store.untag(name)) {
        context.console().print("removed " + name.familiar());
      }
    }
    context.console().tell("freed " + Human.bytes(store.prune()));
    return 0;
  }

  private int plan(DiskStore store) throws IOException {
    for (Reference name : names) {
      if (store.resolve(name).isPresent()) {
        context.console().print("would remove " + name.familiar());
      }
    }
    Pruned freed = store.prunable(names);
    context
        .console()
        .tell("would free " + Human.bytes(freed.bytes()) + " (" + freed.blobs() + " blobs)");
    return 0;
  }
}
