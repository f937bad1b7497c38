package io.sealer.share.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Digest;
import io.sealer.oci.store.PathLock;
import io.sealer.share.serve.PushTarget;
import io.sealer.share.serve.Repository;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RegistryWriterTest {
  private static final Repository ONE = new Repository(Optional.empty(), "team/one");
  private static final byte[] BLOB = "a blob".getBytes(UTF_8);

  @TempDir Path directory;

  /** The garbage collection holds the lock and removes the blob that the push has just seen. */
  @Test
  @Timeout(60)
  void a_blob_is_synced_although_it_was_here_when_the_push_began() throws Exception {
    RegistryData data = RegistryData.open(directory);
    var layout = new DataLayout(directory.toRealPath());
    Path blob = layout.blob(Digest.of(BLOB));
    Files.createDirectories(blob.getParent());
    Files.write(blob, BLOB);
    List<Path> synced = new CopyOnWriteArrayList<>();
    var writer = new RegistryWriter(data, layout, synced::add);
    String id = writer.begin(ONE);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> push;
      try (var _ = PathLock.exclusive(layout.lock())) {
        push = threads.submit(() -> finish(writer, id));
        awaitWaiting(push);
        assertThat(synced).isEmpty();
        Files.delete(blob);
      }
      push.get();
    }
    assertThat(synced).containsExactly(layout.uploads().resolve(id).resolve("data"));
    assertThat(blob).hasBinaryContent(BLOB);
  }

  private static Void finish(RegistryWriter writer, String id) throws IOException {
    var body = new PushTarget.Body(new ByteArrayInputStream(BLOB), Optional.empty(), () -> {});
    writer.finish(ONE, id, body, Digest.of(BLOB));
    return null;
  }

  /** The push has no way to say that it waits for the lock; it needs a moment to get there. */
  private static void awaitWaiting(Future<?> push) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(300);
    assertThat(push.isDone()).isFalse();
  }
}
