package io.sealer.run.steps;

import io.sealer.host.HostException;
import io.sealer.host.Secret;
import io.sealer.host.Source;
import io.sealer.oci.tar.TarEntry;
import io.sealer.oci.tar.TarWriter;
import io.sealer.run.engine.StepContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
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
      while IFS= read -r target; do
        [ -d "${target%/*}" ] || mkdir -p "${target%/*}"
        cp --preserve=mode "$dir/$number" "$target.sealer-new"
        mv -f "$target.sealer-new" "$target"
        number=$((number + 1))
      done <"$dir/targets"
      rm -rf "$dir"
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

  /** Puts all of them on the step's host, then runs a script, with which the step's work ends. */
  public void putAndRun(StepContext at, String shown, String script, String... arguments)
      throws HostException, IOException {
    Scripts.prove(
        at, Scripts.proving(at, shown, PUT + script, arguments).withStdin(Source.of(tar())));
  }

  /** {@link #putAndRun}, and marks the step as done. */
  public void putAndMark(StepContext at, String shown, String script, String... arguments)
      throws HostException, IOException {
    Scripts.prove(
        at, Scripts.marking(at, shown, PUT + script, arguments).withStdin(Source.of(tar())));
  }

  private byte[] tar() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var tar = new TarWriter(bytes);
    int number = 0;
    for (Content file : files.values()) {
      add(tar, String.valueOf(number++), file.mode(), file.text().reveal());
    }
    String targets = String.join("\n", files.keySet()) + "\n";
    add(tar, "targets", 0600, targets.getBytes(StandardCharsets.UTF_8));
    tar.finish();
    return bytes.toByteArray();
  }

  private static void add(TarWriter tar, String name, int mode, byte[] content) throws IOException {
    tar.add(TarEntry.file(name, mode, content.length), new ByteArrayInputStream(content));
  }
}
