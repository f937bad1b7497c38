package io.sealer.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskStoreTest implements ImageStoreContract {
  @TempDir Path directory;
  private DiskStore store;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  @Override
  public DiskStore store() {
    return store;
  }

  private List<String> incoming(String suffix) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("incoming"))) {
      return files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith(suffix)).toList();
    }
  }

  private Path blob(Descriptor descriptor) {
    return directory.resolve("blobs/sha256").resolve(descriptor.digest().hex());
  }

  @Test
  void a_file_is_no_store() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    for (Path path : List.of(file, file.resolve("store"))) {
      assertThatThrownBy(() -> DiskStore.open(path))
          .isInstanceOf(OciException.class)
          .hasMessageContaining(file + " is a file, not a directory");
    }
  }

  @Test
  void it_is_an_image_layout() throws Exception {
    store.tag(Reference.parse("nginx:1.25"), Samples.image(store, "x"));
    assertThat(directory.resolve("oci-layout")).hasContent("{\"imageLayoutVersion\":\"1.0.0\"}");
    assertThat(Files.readString(directory.resolve("index.json")))
        .contains("\"org.opencontainers.image.ref.name\":\"docker.io/library/nginx:1.25\"");
    try (var again = DiskStore.open(directory)) {
      assertThat(again.names()).hasSize(1);
    }
  }

  @Test
  void what_another_store_names_is_seen_by_one_that_has_looked_before() throws Exception {
    Reference name = Reference.parse("nginx:1.25");
    try (var other = DiskStore.open(directory)) {
      assertThat(store.resolve(name)).isEmpty();
      Descriptor first = Samples.image(other, "first");
      other.tag(name, first);
      assertThat(store.resolve(name)).contains(first);
      Descriptor second = Samples.image(other, "other");
      other.tag(name, second);
      assertThat(store.resolve(name)).contains(second);
      other.untag(name);
      assertThat(store.resolve(name)).isEmpty();
    }
  }

  @Test
  void nothing_is_left_behind_by_what_was_finished_or_given_up() throws Exception {
    store.put("x", HELLO);
    assertThatThrownBy(
            () -> store.put(Descriptor.of("x", new byte[9]), () -> new ByteArrayInputStream(HELLO)))
        .isInstanceOf(CorruptContentException.class);
    try (var part = store.resume(HELLO_LAYER)) {
      part.commit();
    }
    try (var part = store.resume(Descriptor.of("x", new byte[3]))) {
      assertThat(part.position()).isZero();
    }
    store.close();
    assertThat(incoming("")).isEmpty();
  }

  @Test
  void a_document_damaged_on_disk_is_noticed_and_put_mends_it() throws Exception {
    store.put("x", HELLO);
    Files.writeString(blob(HELLO_LAYER), "hellO");
    assertThatThrownBy(() -> store.read(HELLO_LAYER))
        .isInstanceOf(CorruptContentException.class)
        .hasMessageContaining("but has sha256:");
    Files.writeString(blob(HELLO_LAYER), "hel");
    assertThatThrownBy(() -> store.read(HELLO_LAYER)).hasMessageContaining("but has 3");
    store.put("x", HELLO);
    assertThat(store.read(HELLO_LAYER)).isEqualTo(HELLO);
  }

  @Test
  void a_document_of_more_than_four_mebibytes_is_not_read() {
    assertThatThrownBy(() -> store.read(Descriptor.of("x", HELLO_LAYER.digest(), (4 << 20) + 1)))
        .isInstanceOf(CorruptContentException.class);
  }

  @Test
  void content_without_a_name_stays_while_its_writer_is_open() throws Exception {
    Descriptor mine = store.put("x", HELLO);
    assertThat(store.prune()).isZero();
    try (var other = DiskStore.open(directory)) {
      assertThat(other.prune()).isZero();
      store.close();
      assertThat(other.prune()).isEqualTo(5);
    }
    assertThat(store.has(mine.digest())).isFalse();
  }

  @Test
  void old_content_that_a_writer_found_stays_too() throws Exception {
    store.put("x", HELLO);
    store.close();
    Files.setLastModifiedTime(
        blob(HELLO_LAYER), FileTime.from(Instant.now().minus(Duration.ofDays(9))));
    try (var writer = DiskStore.open(directory);
        var other = DiskStore.open(directory)) {
      writer.put("x", HELLO);
      assertThat(other.prune()).isZero();
      assertThat(writer.prune()).isZero();
    }
    assertThat(store.prune()).isEqualTo(5);
  }

  @Test
  void partial_downloads_are_pruned_when_nobody_came_back_for_a_day() throws Exception {
    try (var part = store.resume(HELLO_LAYER)) {
      part.write(HELLO, 0, 3);
      Path file = directory.resolve("incoming").resolve(incoming(".part").getFirst());
      FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
      Files.setLastModifiedTime(file, longAgo);
      assertThat(store.prune()).isZero(); // it is held
    }
    assertThat(store.prune()).isEqualTo(3);
    assertThat(incoming(".part")).isEmpty();
    assertThat(incoming(".lock")).isEmpty();
    try (var part = store.resume(HELLO_LAYER)) {
      part.write(HELLO, 0, 3);
    }
    assertThat(store.prune()).isZero();
  }

  @Test
  void prune_stops_before_it_removes_anything_when_a_name_cannot_be_read() throws Exception {
    Descriptor image = Samples.image(store, "x");
    store.tag(Reference.parse("a"), image);
    Descriptor other = store.put("x", HELLO);
    store.close();
    Files.write(blob(image), new byte[(int) image.size()]);
    assertThatThrownBy(() -> store.prune())
        .isInstanceOf(OciException.class)
        .hasMessageContaining("docker.io/library/a:latest");
    assertThat(store.has(other.digest())).isTrue();
    Files.delete(blob(image));
    assertThat(store.prune()).isGreaterThanOrEqualTo(5);
  }

  @Test
  void many_threads_name_at_once_and_no_name_is_lost() throws Exception {
    Descriptor image = Samples.image(store, "x");
    List<Callable<Void>> tasks =
        IntStream.range(0, 40)
            .<Callable<Void>>mapToObj(
                i ->
                    () -> {
                      store.tag(Reference.parse("image:" + i), image);
                      store.prune();
                      return null;
                    })
            .toList();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Void> future : threads.invokeAll(tasks)) {
        future.get();
      }
    }
    assertThat(store.names()).hasSize(40);
  }

  @Test
  void a_damaged_index_is_reported_with_its_path() throws Exception {
    Files.writeString(directory.resolve("index.json"), "{\"manifests\":[{}]}");
    assertThatThrownBy(() -> store.names())
        .hasMessageContaining(directory.resolve("index.json").toString())
        .hasMessageContaining("manifests[0]");
    Files.delete(directory.resolve("index.json"));
    assertThatThrownBy(() -> store.names()).hasMessageContaining("index.json is missing");
  }

  @Test
  void a_layout_of_another_version_is_refused() throws Exception {
    Files.writeString(directory.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
    assertThatThrownBy(() -> DiskStore.open(directory)).isInstanceOf(OciException.class);
  }

  @Test
  void entries_of_other_tools_are_kept() throws Exception {
    Descriptor image = Samples.image(store, "x");
    Descriptor odd = Samples.image(store, "y");
    Files.write(
        directory.resolve("index.json"),
        Names.bytes(List.of(odd, odd.withAnnotation(Descriptor.REF_NAME, "no name; at all"))));
    store.tag(Reference.parse("a"), image);
    store.close();
    assertThat(store.prune()).isZero();
    assertThat(store.names()).hasSize(1);
    assertThat(Files.readString(directory.resolve("index.json"))).contains("no name; at all");
  }

  @Test
  void an_interrupted_wait_for_a_lock_harms_nobody_else() throws Exception {
    try (var held = store.resume(HELLO_LAYER)) {
      var waiter =
          Thread.ofVirtual()
              .unstarted(
                  () ->
                      assertThatThrownBy(() -> store.resume(HELLO_LAYER))
                          .isInstanceOf(IOException.class));
      waiter.start();
      waiter.interrupt();
      waiter.join();
      held.write(HELLO, 0, 5);
      held.commit();
    }
    assertThat(store.has(HELLO_LAYER.digest())).isTrue();
    assertThat("hello".getBytes(UTF_8)).isEqualTo(store.read(HELLO_LAYER));
    assertThat(store.put(MediaTypes.LAYER_TAR, HELLO)).isEqualTo(HELLO_LAYER);
  }
}
