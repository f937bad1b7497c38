package io.sealer.share.registry;

import io.sealer.oci.Descriptor;
import io.sealer.share.serve.ServedContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Content of a file that was verified when it was written. */
record StoredContent(Descriptor descriptor, Path path) implements ServedContent.Found {
  @Override
  public InputStream open(long position) throws IOException {
    return Channels.newInputStream(
        FileChannel.open(path, StandardOpenOption.READ).position(position));
  }

  @Override
  public Optional<Path> file() {
    return Optional.of(path);
  }
}
