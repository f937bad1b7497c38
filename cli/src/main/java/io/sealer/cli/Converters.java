package io.sealer.cli;

import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.share.archive.VolumeSize;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/** Turns text of flags into values; a bad one is told in our own words. */
final class Converters {
  private Converters() {}

  static void register(CommandLine line) {
    line.registerConverter(Reference.class, text -> convert(text, Reference::parse));
    line.registerConverter(Platform.class, text -> convert(text, Platform::parse));
    line.registerConverter(VolumeSize.class, text -> convert(text, VolumeSize::parse));
  }

  private static <T> T convert(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
