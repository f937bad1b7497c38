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
}
