package io.sealer.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Progress;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.MissingContentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlobStreamTest {
  @TempDir Path directory;

  @Test
  void pieces_come_back_with_their_bytes() throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      Descriptor one = store.put("text/plain", "first blob".getBytes(UTF_8));
      Descriptor two = store.put("text/plain", "second".getBytes(UTF_8));
      List<Piece> pieces = List.of(new Piece(one, 6), new Piece(two, 0));

      var out = new ByteArrayOutputStream();
      BlobStream.write(out, pieces, store, Progress.NONE);

      var in = new ByteArrayInputStream(out.toByteArray());
      assertThat(BlobStream.readHeader(in)).isEqualTo(pieces);
      assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo("blobsecond");
    }
  }

  @Test
  void missing_content_is_named() throws Exception {
    Descriptor absent = Descriptor.of("text/plain", "absent".getBytes(UTF_8));
    try (DiskStore store = DiskStore.open(directory)) {
      assertThatThrownBy(
              () ->
                  BlobStream.write(
                      new ByteArrayOutputStream(),
                      List.of(new Piece(absent, 0)),
                      store,
                      Progress.NONE))
          .isInstanceOf(MissingContentException.class)
          .hasMessageContaining(absent.digest().toString());
    }
  }

  @Test
  void only_what_the_host_lacks_is_sent() throws Exception {
    Descriptor one = Descriptor.of("a/b", "one".getBytes(UTF_8));
    Descriptor two = Descriptor.of("a/b", "two".getBytes(UTF_8));
    Descriptor three = Descriptor.of("a/b", "three".getBytes(UTF_8));
    String printed = three.digest() + " 2\n" + one.digest() + " 0\n";
    assertThat(BlobStream.answer(List.of(one, two, three), printed))
        .containsExactly(new Piece(one, 0), new Piece(three, 2));
  }

  @Test
  void other_streams_are_refused() {
    assertRefused("", EOFException.class);
    assertRefused("sealer-blobs 2 1\n", OciException.class);
    assertRefused("sealer-blobs 1 -1\n", OciException.class);
    assertRefused("sealer-blobs 1 1\nsha256:12 1 0 a/b\n\n", OciException.class);
    String digest = Descriptor.of("a/b", new byte[1]).digest().toString();
    assertRefused("sealer-blobs 1 1\n" + digest + " 1 2 a/b\n\n", OciException.class);
    assertRefused("x".repeat(5000), OciException.class);
  }

  private static void assertRefused(String stream, Class<? extends Exception> error) {
    assertThatThrownBy(
            () -> BlobStream.readHeader(new ByteArrayInputStream(stream.getBytes(UTF_8))))
        .isInstanceOf(error);
  }
}
