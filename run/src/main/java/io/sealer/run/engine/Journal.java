package io.sealer.run.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * What was done to a cluster, on the operator's side: JSON lines in an append-only file, on disk
 * before the next step relies on them. Holds no secret. Thread-safe.
 */
public final class Journal implements EventListener, AutoCloseable {
  private final FileChannel channel;
  private final String run;

  private Journal(FileChannel channel, String run) {
    this.channel = channel;
    this.run = run;
  }

  /** Opens or makes a journal; {@code run} names this run in every line. */
  public static Journal open(Path file, String run) throws IOException {
    var owner = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var options =
        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    return new Journal(FileChannel.open(file, options, owner), run);
  }

  /** Progress is not written; everything else is. */
  @Override
  public void on(Event event) {
    if (event instanceof Event.Progress) {
      return;
    }
    var line = new LinkedHashMap<String, Object>();
    line.put("run", run);
    line.put("inputs", event.step().inputs());
    append(line, EventJson.line(event));
  }

  private synchronized void append(Map<String, Object> head, String event) {
    String text = Json.line(head).replaceFirst("}$", ",") + event.substring(1) + "\n";
    try {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(false);
    } catch (IOException e) {
      throw new UncheckedIOException("the journal cannot be written", e);
    }
  }

  /** Every whole line; a line torn by a crash is passed over. Empty when there is no journal. */
  public static List<JsonNode> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines.map(Journal::entry).flatMap(Optional::stream).toList();
    }
  }

  private static Optional<JsonNode> entry(String line) {
    try {
      return Optional.of(Json.parse(line));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
