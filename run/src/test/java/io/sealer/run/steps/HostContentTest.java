package io.sealer.run.steps;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HostContentTest {
  private static final Descriptor ROOTFS = blob("rootfs");

  private static Descriptor blob(String text) {
    return Descriptor.of(MediaTypes.MANIFEST, text.getBytes(UTF_8));
  }

  private static HostContent of(String... blobs) {
    return new HostContent(ROOTFS, Stream.of(blobs).map(HostContentTest::blob).toList());
  }

  @Test
  void what_few_hosts_are_sent_besides_is_at_most_what_one_that_holds_everything_is_sent() {
    HostContent ahead = of("1234", "5678");
    HostContent all = of("1234", "5678", "12345678", "12345679");

    assertThat(ahead.isLittleFor(1, all)).isTrue();
    assertThat(ahead.isLittleFor(3, all)).isTrue();
    assertThat(ahead.isLittleFor(4, all)).isFalse();
    assertThat(of("1").isLittleFor(Integer.MAX_VALUE, all)).isFalse();
  }

  @Test
  void a_blob_that_is_wanted_twice_is_sent_once_and_the_files_come_first() {
    assertThat(of("files", "shared").and(of("shared", "image")).blobs())
        .isEqualTo(List.of(blob("files"), blob("shared"), blob("image")));
  }
}
