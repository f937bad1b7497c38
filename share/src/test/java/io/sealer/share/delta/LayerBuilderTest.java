package io.sealer.share.delta;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.store.DiskStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pieces of strangers: every place and length is a lie until it is checked. */
class LayerBuilderTest {
  @TempDir Path directory;

  private void assertRefused(String message, long... numbers) throws IOException {
    var pieces = new ByteArrayOutputStream();
    pieces.writeBytes(Piece.MAGIC);
    for (long number : numbers) {
      Varint.write(pieces, number);
    }
    try (var store = DiskStore.open(directory)) {
      Descriptor old = store.put(MediaTypes.LAYER_TAR, new byte[1000]);
      try (BaseLayer base = BaseLayer.open(store, old)) {
        var builder = new LayerBuilder(List.of(base), OutputStream.nullOutputStream(), 5000);
        assertThatThrownBy(() -> builder.build(new ByteArrayInputStream(pieces.toByteArray())))
            .isInstanceOf(OciException.class)
            .hasMessageContaining(message);
      }
    }
  }

  @Test
  void places_outside_of_old_layers_are_refused() throws Exception {
    assertRefused("from layer 1 of 1", Piece.COPY, 1, 0, 10);
    assertRefused("takes 10 bytes at 995", Piece.COPY, 0, 995, 10);
    assertRefused("at 72057594037927935", Piece.COPY, 0, (1L << 56) - 1, 10);
    assertRefused("takes 20 bytes at 990", Piece.DATA, 1, 990, 20, 5, 5);
  }

  @Test
  void more_than_was_said_is_refused() throws Exception {
    assertRefused("more bytes than the layer: 5000", Piece.COPY, 0, 0, 1L << 50);
    assertRefused(
        "more bytes than the layer",
        Piece.COPY,
        0,
        0,
        1000,
        Piece.COPY,
        0,
        0,
        1000,
        Piece.COPY,
        0,
        0,
        1000,
        Piece.COPY,
        0,
        0,
        1000,
        Piece.COPY,
        0,
        0,
        1000,
        Piece.COPY,
        0,
        0,
        1);
    assertRefused("1099511627776 bytes is too large", Piece.DATA, 0, 1L << 40, 10);
    assertRefused("1099511627776 bytes is too large", Piece.DATA, 1, 0, 1L << 40, 10, 10);
    assertRefused("1099511627776 bytes is too large", Piece.DATA, 0, 10, 1L << 40);
  }

  @Test
  void rubbish_is_refused() throws Exception {
    assertRefused("unknown kind 77", 77);
    assertRefused("cut off", Piece.COPY, 0);
    assertRefused("cut off");
    assertRefused("cannot be unpacked", Piece.DATA, 0, 3, 3, 1, 2, 3);
    assertRefused("pieces have 0 bytes; the layer must have 5000", Piece.END);
  }
}
