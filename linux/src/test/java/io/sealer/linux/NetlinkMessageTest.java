package io.sealer.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Bytes as a little-endian machine has them; nftables' own numbers are big-endian everywhere. */
class NetlinkMessageTest {
  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static boolean littleEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
  }

  @Test
  void an_attribute_has_length_type_value_and_padding() {
    org.junit.jupiter.api.Assumptions.assumeTrue(littleEndian());
    assertThat(hex(new Attributes().text(1, "ab").toBytes())).isEqualTo("07000100" + "61620000");
    assertThat(hex(new Attributes().be32(2, 100).toBytes())).isEqualTo("08000200" + "00000064");
    assertThat(hex(new Attributes().u32(2, 100).toBytes())).isEqualTo("08000200" + "64000000");
    assertThat(hex(new Attributes().be16(4, 6443).toBytes())).isEqualTo("06000400" + "192b0000");
    assertThat(hex(new Attributes().nested(4, a -> a.u8(3, 1)).toBytes()))
        .isEqualTo("0c000480" + "05000300" + "01000000");
  }

  @Test
  void attributes_are_read_as_they_were_written() {
    var values =
        Attributes.parse(new Attributes().text(1, "rr").u16(2, 7).nested(3, a -> {}).toBytes());
    assertThat(values).containsOnlyKeys(1, 2, 3);
    assertThat(values.get(1)).containsExactly('r', 'r', 0);
    assertThat(values.get(3)).isEmpty();
  }

  @Test
  void a_damaged_attribute_is_refused() {
    byte[] tooLong = new Attributes().bytes(1, new byte[4]).toBytes();
    tooLong[littleEndian() ? 0 : 1] = 40;
    assertThatThrownBy(() -> Attributes.parse(tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("40 bytes");
  }

  @Test
  void a_request_is_numbered_and_padded_and_several_share_a_datagram() {
    byte[] header = {2, 0, 0};
    var request =
        NetlinkMessage.request(0xa03, NetlinkMessage.CREATE, header, new Attributes()).numbered(9);
    byte[] one = request.encode();
    assertThat(one).hasSize(20);
    var both = ByteBuffer.allocate(40).put(one).put(one).flip();
    assertThat(NetlinkMessage.decode(both))
        .hasSize(2)
        .allSatisfy(
            message -> {
              assertThat(message.type()).isEqualTo(0xa03);
              assertThat(message.flags()).isEqualTo(NetlinkMessage.CREATE | NetlinkMessage.REQUEST);
              assertThat(message.sequence()).isEqualTo(9);
              assertThat(message.after(0)).isEqualTo(header);
            });
  }

  @Test
  void an_error_carries_the_negative_error_number() {
    var no = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(-2).array();
    assertThat(new NetlinkMessage(NetlinkMessage.ERROR, 0, 1, no).errno()).isEqualTo(2);
    assertThat(new NetlinkMessage(NetlinkMessage.DONE, 0, 1, new byte[0]).errno()).isZero();
  }
}
