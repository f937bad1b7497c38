package io.sealer.node.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.OciException;
import io.sealer.oci.store.ContentStore;
import io.sealer.oci.store.DiskStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;

/**
 * Reads lines {@code DIGEST SIZE}; prints {@code DIGEST POSITION} for each blob that is not here
 * whole: how many of its bytes are.
 */
public final class Missing implements Command {
  @Override
  public void run(Arguments arguments, Terminal terminal) throws IOException, UsageException {
    var path = arguments.allow("--store").path("--store");
    try (DiskStore store = DiskStore.open(path);
        var in = new BufferedReader(new InputStreamReader(terminal.in(), UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        answer(store, wanted(line), terminal);
      }
    }
  }

  private static void answer(ContentStore store, Descriptor wanted, Terminal terminal)
      throws IOException {
    if (store.size(wanted.digest()).orElse(-1) == wanted.size()) {
      return;
    }
    try (ContentStore.Partial partial = store.resume(wanted)) {
      if (!store.has(wanted.digest())) {
        terminal.out().println(wanted.digest() + " " + partial.position());
      }
    }
  }

  private static Descriptor wanted(String line) throws OciException {
    String[] words = line.split(" ");
    try {
      if (words.length >= 2) {
        return Descriptor.of("", Digest.parse(words[0]), Long.parseLong(words[1]));
      }
    } catch (IllegalArgumentException e) {
      throw malformed(line, e);
    }
    throw malformed(line, new IllegalArgumentException("too few words"));
  }

  private static OciException malformed(String line, Exception why) {
    return new OciException(
        "line '" + line + "' of standard input is not 'DIGEST SIZE': " + why.getMessage(),
        "use the same version of sealer on both sides",
        why);
  }
}
