package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.TransferProgress;
import io.sealer.oci.archive.ImageArchive.Loaded;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.archive.ArchiveReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer load}. */
@Command(
    name = "load",
    description = {
      "Read images from a file into the local store: archives of sealer save, docker save and skopeo, packed or not.",
      "Everything is verified before any name appears; when something is wrong the store is left as it was."
    },
    footer = {
      "",
      "Example:",
      "  sealer load shop.tar",
      "  sealer load /media/usb/shop.tar.001",
      "  sealer load --name registry.example.com/team/app exported.tar",
      "  ssh site cat shop.tar | sealer load -"
    })
public final class LoadCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = {
        "The file, or one of its volumes, whose others lie beside it; - is standard input."
      })
  private Optional<String> file = Optional.empty();

  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      description = "The same as a flag.")
  private Optional<String> input = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = {
        "Name the only image of the archive so, or, without a tag, put this before the tags of all."
      })
  private Optional<String> name = Optional.empty();

  /** A command in this context. */
  public LoadCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    String from =
        file.or(() -> input)
            .orElseThrow(() -> new UsageException("no file given: write sealer load FILE"));
    List<Loaded> loaded;
    try (var store = DiskStore.open(context.places().store());
        var progress = new TransferProgress(context.console(), "loaded")) {
      loaded =
          from.equals("-")
              ? ArchiveReader.load(System.in, store, name, progress)
              : ArchiveReader.load(Path.of(from), store, name, progress);
      progress.finished();
    }
    loaded.forEach(image -> context.console().print(image.name().familiar()));
    return 0;
  }
}
