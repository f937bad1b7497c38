package io.sealer.oci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {
  private static final Reference A = Reference.parse("a:1");
  private static final Reference B = Reference.parse("b:1");

  @TempDir Path directory;
  private DiskStore store;
  private Descriptor own;
  private Descriptor shared;
  private Descriptor image;

  @BeforeEach
  void open() throws IOException {
    store = DiskStore.open(directory);
    image = Samples.image(store, "own", "shared");
    store.tag(A, image);
    store.tag(B, Samples.image(store, "other", "shared"));
    List<Descriptor> layers = OciJson.readManifest(store.read(image)).layers();
    own = layers.getFirst();
    shared = layers.getLast();
  }

  @AfterEach
  void close() throws IOException {
    store.close();
  }

  private void flip(Digest digest) throws IOException {
    byte[] content = Files.readAllBytes(store.file(digest));
    content[content.length / 2] ^= 1;
    Files.write(store.file(digest), content);
  }

  @Test
  void nobody_has_to_wait_while_content_is_hashed() throws Exception {
    var free = new ArrayList<Boolean>();
    store.check(
        false,
        new Progress() {
          @Override
          public void started(String what, long total) {
            try {
              var lock = PathLock.tryExclusive(directory.toRealPath().resolve("locks/prune"));
              free.add(lock.isPresent());
              lock.orElseThrow().close();
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          }
        });
    assertThat(free).isNotEmpty().doesNotContain(false);
  }

  private StoreCheck.Result check(boolean repair) throws IOException {
    return store.check(repair, Progress.NONE);
  }

  @Test
  void a_good_store_is_counted_with_shared_content_once() throws Exception {
    StoreCheck.Result result = check(true);
    assertThat(result.problems()).isEmpty();
    try (Stream<Path> files = Files.list(directory.resolve("blobs/sha256"))) {
      assertThat(files).hasSize(result.blobs());
    }
    assertThat(result.bytes()).isPositive();
    assertThat(directory.resolve("quarantine")).doesNotExist();
  }

  @Test
  void damaged_content_is_told_with_all_images_that_need_it() throws Exception {
    flip(shared.digest());
    StoreCheck.Result result = check(false);
    assertThat(result.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.digest()).isEqualTo(shared.digest().toString());
              assertThat(problem.problem()).startsWith("damaged: its content has digest sha256:");
              assertThat(problem.referencedBy()).containsExactly(A.toString(), B.toString());
            });
    assertThat(store.has(shared.digest())).isTrue();
    assertThat(result.fetchAgain()).containsExactly(A.toString(), B.toString());
  }

  @Test
  void missing_and_cut_content_is_told() throws Exception {
    Files.delete(store.file(own.digest()));
    Files.write(store.file(shared.digest()), new byte[3]);
    Path stray = directory.resolve("blobs/sha256/stray");
    Files.createFile(stray);
    assertThat(check(false).problems())
        .extracting(StoreCheck.Problem::digest, p -> p.problem().replaceAll("[: ].*", ""))
        .containsExactlyInAnyOrder(
            tuple(own.digest().toString(), "missing"),
            tuple(shared.digest().toString(), "damaged"),
            tuple("stray", "the"));
  }

  @Test
  void repair_lays_aside_what_is_damaged_so_that_it_can_be_fetched_again() throws Exception {
    byte[] good = Files.readAllBytes(store.file(own.digest()));
    flip(own.digest());
    flip(image.digest());
    StoreCheck.Result result = check(true);
    assertThat(result.quarantined())
        .containsExactlyInAnyOrder(own.digest().toString(), image.digest().toString());
    assertThat(result.fetchAgain()).containsExactly(A.toString());
    assertThat(store.has(own.digest())).isFalse();
    assertThat(directory.resolve("quarantine").resolve(own.digest().hex())).exists();
    store.put(
        Descriptor.of(MediaTypes.LAYER_TAR, own.digest(), good.length),
        () -> new ByteArrayInputStream(good));
    assertThat(check(false).problems())
        .extracting(StoreCheck.Problem::problem)
        .containsExactly("missing"); // the manifest
  }

  @Test
  void what_pruning_would_free_is_what_it_frees() throws Exception {
    try (var fresh = DiskStore.open(directory.resolve("fresh"))) {
      fresh.tag(A, Samples.image(fresh, "own", "shared"));
      fresh.tag(B, Samples.image(fresh, "other", "shared"));
      assertThat(fresh.prunable(List.of())).isEqualTo(new Pruned(0, 0));
      Pruned planned = fresh.prunable(List.of(A));
      assertThat(planned.blobs()).isEqualTo(3); // manifest, configuration, its own layer
      assertThat(fresh.names()).hasSize(2);
      fresh.untag(A);
      assertThat(fresh.prune()).isEqualTo(planned.bytes());
    }
  }

  @Test
  void only_what_no_name_needs_is_taken_back() throws Exception {
    Descriptor fresh = store.put(MediaTypes.LAYER_TAR, new byte[] {1, 2, 3});
    store.discard(Set.of(fresh.digest(), shared.digest(), image.digest()));
    assertThat(store.has(fresh.digest())).isFalse();
    assertThat(store.has(shared.digest())).isTrue();
    assertThat(store.has(image.digest())).isTrue();
  }
}
