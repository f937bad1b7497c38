package io.sealer.cli.command;

import io.sealer.cli.failure.UsageException;
import io.sealer.cli.output.TransferProgress;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import io.sealer.share.archive.ArchiveWriter;
import io.sealer.share.archive.SaveOptions;
import io.sealer.share.archive.VolumeSize;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sealer save}. */
@Command(
    name = "save",
    description = "Write images with everything they need into one file, an OCI layout as tar.",
    footer = {
      "",
      "Example:",
      "  sealer save shop:1.0 -o shop.tar",
      "  sealer save shop:1.0 shop:1.1 --platform linux/amd64 --split 4GiB -o /media/usb/shop.tar",
      "  sealer save shop:1.1 --base shop:1.0 --chunked -o shop-1.1.delta.tar",
      "  sealer save shop:1.0 -o - | ssh site sealer load -i -"
    })
public final class SaveCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Names in the local store.")
  private List<Reference> images = List.of();

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The file; - is standard output.")
  private String output = "";

  /** A command in this context. */
  public SaveCommand(Context context) {
    this.context = context;
  }

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH",
      split = ",",
      description = "Only these platforms; default all that are here. Digests stay the same.")
  private List<Platform> platforms = List.of();

  @Option(
      names = "--split",
      paramLabel = "SIZE",
      description = {
        "Write volumes of at most this size, such as 4GiB: FILE.001, FILE.002 and so on, and"
            + " FILE.sha256 with their checksums. Load any of them."
      })
  private Optional<VolumeSize> split = Optional.empty();

  @Option(
      names = "--base",
      paramLabel = "IMAGE",
      split = ",",
      description = {
        "Leave out what these images have: the other side has loaded them. May be repeated."
      })
  private List<Reference> bases = List.of();

  @Option(
      names = "--chunked",
      description = {
        "With --base: of layers, save only the chunks that the bases lack. Takes longer, gives the"
            + " smallest file."
      })
  private boolean chunked;

  @Override
  public Integer call() throws IOException {
    if (chunked && bases.isEmpty()) {
      throw new UsageException("--chunked needs --base IMAGE: what does the other side have?");
    }
    if (split.isPresent() && output.equals("-")) {
      throw new UsageException("--split needs a file: -o FILE");
    }
    var options = new SaveOptions(platforms, split, bases, chunked);
    try (var store = DiskStore.open(context.places().store())) {
      for (Reference image : images) {
        LocalImages.require(store, image);
      }
      for (Reference base : bases) {
        LocalImages.require(store, base);
      }
      if (chunked) {
        context.console().tell("comparing layers with what the bases have");
      }
      try (var progress = new TransferProgress(context.console(), "saved")) {
        if (output.equals("-")) {
          var out = new BufferedOutputStream(System.out, 1 << 17);
          ArchiveWriter.save(store, images, options, out, progress);
          out.flush();
        } else {
          ArchiveWriter.save(store, images, options, Path.of(output), progress);
        }
        progress.finished();
      }
    }
    return 0;
  }
}
