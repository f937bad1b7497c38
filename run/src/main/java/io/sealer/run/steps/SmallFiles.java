package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.host.Secret;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import io.sealer.run.engine.StepContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several small files, brought to a host in one go and put in their places one after the other, in
 * order, each whole or not at all. On the way they are in memory only.
 */
public final class SmallFiles {
  private static final String PUT =
      """
      dir=$(mktemp -d /run/sealer.XXXXXX)
      trap 'rm -rf "$dir"' EXIT
      tar -xpf - -C "$dir"
      number=0
      for target in "$@"; do
        [ -d "${target%/*}" ] || mkdir -p "${target%/*}"
        cp --preserve=mode "$dir/$number" "$target.sealer-new"
        mv -f "$target.sealer-new" "$target"
        number=$((number + 1))
      done
      """;

  private record Content(Secret text, int mode) {}

  private final Map<String, Content> files = new LinkedHashMap<>();

  /** Adds a file that only root may read. */
  public SmallFiles secret(String path, Secret text) {
    files.put(path, new Content(text, 0600));
    return this;
  }

  /** Adds a file that everybody may read. */
  public SmallFiles open(String path, String text) {
    files.put(path, new Content(Secret.of(text), 0644));
    return this;
  }

  /** Puts all of them on the step's host. */
  public void put(StepContext at, String shown) throws HostException, IOException {
    byte[] tar = tar();
    List<String> targets = new ArrayList<>(files.keySet());
    at.session()
        .run(
            Scripts.command(shown, PUT, targets.toArray(String[]::new))
                .withStdin(io.sealer.host.Source.of(tar))
                .endingWithInput());
  }

  private byte[] tar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarWriter(bytes);
    int number = 0;
    for (Content file : files.values()) {
      byte[] content = file.text().reveal();
      TarEntry entry = TarEntry.file(String.valueOf(number++), file.mode(), content.length);
      tar.add(entry, new java.io.ByteArrayInputStream(content));
    }
    tar.finish();
    return bytes.toByteArray();
  }
}
