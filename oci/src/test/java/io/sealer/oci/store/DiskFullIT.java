package io.sealer.oci.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system of 2 MiB. */
class DiskFullIT {
  @TempDir Path directory;

  private static void run(String... command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @BeforeEach
  void mount() throws Exception {
    run("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", directory.toString());
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", directory.toString());
  }

  @Test
  void a_full_disk_is_said_and_leaves_the_store_whole() throws Exception {
    try (var store = DiskStore.open(directory.resolve("store"))) {
      Descriptor image = Samples.image(store, "x");
      store.tag(Reference.parse("a"), image);
      byte[] large = new byte[3 << 20];
      Descriptor blob = Descriptor.of(MediaTypes.LAYER_TAR, large);
      assertThatThrownBy(() -> store.put(blob, () -> new ByteArrayInputStream(large)))
          .isInstanceOf(OciException.class)
          .hasMessageStartingWith("the disk is full: cannot write " + directory)
          .hasMessageContaining("MiB free");
      try (var part = store.resume(blob)) {
        assertThatThrownBy(() -> part.write(large, 0, large.length))
            .hasMessageStartingWith("the disk is full");
      }
      assertThat(store.has(blob.digest())).isFalse();
      assertThat(store.read(image)).isNotEmpty();
      try (var part = store.resume(blob)) {
        part.restart(); // gives the space back
      }
      store.tag(Reference.parse("b"), image);
      assertThat(store.names()).hasSize(2);
    }
  }
}
