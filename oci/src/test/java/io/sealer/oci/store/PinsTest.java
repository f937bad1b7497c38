package io.sealer.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Index;
import io.sealer.oci.MediaTypes;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PinsTest {
  @TempDir Path directory;

  @Test
  void what_is_pinned_outlives_prune_although_parts_are_missing() throws Exception {
    Descriptor kept;
    Descriptor other;
    Descriptor absent = Descriptor.of(MediaTypes.MANIFEST, "absent".getBytes(UTF_8));
    try (DiskStore store = DiskStore.open(directory)) {
      kept = Samples.image(store, "kept");
      other = Samples.image(store, "other");
      store.pins().put("table", Index.of(List.of(absent, kept), Map.of("a", "b")));
    }
    try (DiskStore store = DiskStore.open(directory)) {
      assertThat(store.prune()).isPositive();
      assertThat(store.has(other.digest())).isFalse();
      assertThat(Closure.of(store, kept).all()).allMatch(part -> isHere(store, part));
      assertThat(store.pins().all())
          .containsOnlyKeys("table")
          .allSatisfy((_, index) -> assertThat(index.annotations()).containsEntry("a", "b"));

      assertThat(store.pins().remove("table")).isTrue();
      assertThat(store.pins().remove("table")).isFalse();
      store.prune();
      assertThat(store.has(kept.digest())).isFalse();
    }
  }

  private static boolean isHere(DiskStore store, Descriptor part) {
    try {
      return store.has(part.digest());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void the_stamp_changes_with_every_change() throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      String none = store.pins().stamp();
      store.pins().put("a", Index.of(List.of(), Map.of()));
      String one = store.pins().stamp();
      store.pins().put("a", Index.of(List.of(), Map.of("x", "y")));
      String replaced = store.pins().stamp();
      store.pins().remove("a");
      assertThat(List.of(none, one, replaced)).doesNotHaveDuplicates();
      assertThat(store.pins().stamp()).isEqualTo(none);
    }
  }

  @Test
  void a_name_cannot_lead_elsewhere() throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      Index empty = Index.of(List.of(), Map.of());
      assertThatThrownBy(() -> store.pins().put("../x", empty))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void pins_that_come_and_go_do_not_disturb_who_reads_them() throws Exception {
    var stop = new AtomicBoolean();
    try (DiskStore writing = DiskStore.open(directory);
        DiskStore reading = DiskStore.open(directory);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      writing.pins().put("stays", Index.of(List.of(), Map.of()));
      Future<Integer> writer =
          threads.submit(
              () -> {
                int rounds = 0;
                for (; !stop.get(); rounds++) {
                  writing.pins().put("comes" + rounds % 8, Index.of(List.of(), Map.of()));
                  writing.pins().remove("comes" + (rounds + 4) % 8);
                }
                return rounds;
              });
      try {
        for (int n = 0; n < 3000; n++) {
          assertThat(reading.pins().all()).containsKey("stays");
          assertThat(reading.pins().stamp()).contains("stays");
        }
        reading.prune();
      } finally {
        stop.set(true);
      }
      assertThat(writer.get()).isPositive();
    }
  }
}
