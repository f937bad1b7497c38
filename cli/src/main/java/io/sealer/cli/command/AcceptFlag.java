package io.sealer.cli.command;

import io.sealer.build.discovery.ImageRules;
import io.sealer.cli.failure.UsageException;
import java.util.List;
import picocli.CommandLine.Option;

/** Which candidates are taken as images. */
final class AcceptFlag {
  @Option(
      names = "--accept",
      split = ",",
      paramLabel = "NAME",
      description =
          "Take this candidate as an image; a pattern such as 'quay.io/x/*' takes several."
              + " Repeatable. Lasting rules belong into .sealerimages.")
  private List<String> names = List.of();

  List<String> names() {
    try {
      ImageRules.none().accepting(names);
      return names;
    } catch (IllegalArgumentException e) {
      throw new UsageException("--accept: " + e.getMessage());
    }
  }
}
