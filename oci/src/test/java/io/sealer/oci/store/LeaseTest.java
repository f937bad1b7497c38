package io.sealer.oci.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one store sees of the leases of others. */
class LeaseTest {
  @TempDir Path directory;

  /** A link that leads nowhere is listed and has no time, as a file removed in between. */
  @Test
  void one_that_ends_between_being_listed_and_being_read_is_none() throws Exception {
    DiskStore.open(directory).close();
    var layout = new Layout(directory);
    Path ended = layout.incoming().resolve("other.lease");
    try (var _ = PathLock.exclusive(ended)) {
      Files.delete(ended);
      Files.createSymbolicLink(ended, Path.of("nowhere"));

      assertThat(new Lease(layout).others())
          .isEqualTo(new Lease.Others(List.of(), Optional.empty()));
    }
  }
}
