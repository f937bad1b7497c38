package io.sealer.build.execute;

import io.sealer.build.context.Entry;
import io.sealer.build.context.FileTree;
import io.sealer.build.kubefile.Instruction.Copy.Document;
import io.sealer.build.kubefile.Variables;
import io.sealer.oci.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Here-documents as files, each called by its content so that it is written once. */
final class HereDocuments {
  private final Path directory;

  HereDocuments(Path directory) {
    this.directory = directory;
  }

  /** A file with the document's content, variables replaced unless its name was quoted. */
  Entry file(Document document, Variables variables) throws IOException {
    String text =
        document.expands()
            ? variables.keepingQuotes().expand(document.content())
            : document.content();
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Path file = Files.createDirectories(directory).resolve("here-" + Digest.of(content).hex());
    if (!Files.exists(file)) {
      Path part = Files.createTempFile(directory, "new-", ".part");
      Files.write(part, content);
      Files.setAttribute(part, "unix:mode", 0644);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    return FileTree.entry(document.name(), file);
  }
}
