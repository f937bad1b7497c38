package io.sealer.cli.command;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code sealer tag}. */
@Command(
    name = "tag",
    description = "Give an image of the local store further names.",
    footer = {"", "Example:", "  sealer tag shop:1.0 registry.example.com/site/shop:1.0"})
public final class TagCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(index = "0", paramLabel = "IMAGE", description = "A name in the local store.")
  private Reference image = Reference.parse("none");

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME", description = "New names.")
  private List<Reference> names = List.of();

  /** A command in this context. */
  public TagCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    try (var store = DiskStore.open(context.places().store())) {
      Descriptor descriptor = LocalImages.require(store, image);
      for (Reference name : names) {
        store.tag(name, descriptor);
      }
      return 0;
    }
  }
}
