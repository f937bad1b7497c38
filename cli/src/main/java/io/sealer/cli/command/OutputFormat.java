package io.sealer.cli.command;

import picocli.CommandLine.Option;

/** Flag {@code -o}: text for people or one JSON document. */
final class OutputFormat {
  enum Format {
    text,
    json
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "text|json",
      defaultValue = "text",
      description = "How to print the result: ${COMPLETION-CANDIDATES}.")
  private Format format = Format.text;

  boolean json() {
    return format == Format.json;
  }
}
