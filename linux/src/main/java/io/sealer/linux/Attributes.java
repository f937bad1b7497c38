package io.sealer.linux;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Attributes of netlink messages (netlink(7)): length, type, value, padded to four bytes. Which
 * byte order a number has depends on the protocol: the methods' names say it. Not thread-safe.
 */
public final class Attributes {
  private static final int HEADER = 4;
  private static final int NESTED = 0x8000;
  private static final int TYPE_MASK = 0x3fff;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Adds bytes as they are. */
  public Attributes bytes(int type, byte[] value) {
    byte[] header =
        ByteBuffer.allocate(HEADER)
            .order(ByteOrder.nativeOrder())
            .putShort((short) (HEADER + value.length))
            .putShort((short) type)
            .array();
    bytes.writeBytes(header);
    bytes.writeBytes(value);
    bytes.writeBytes(new byte[-value.length & 3]);
    return this;
  }

  /** Adds one byte. */
  public Attributes u8(int type, int value) {
    return bytes(type, new byte[] {(byte) value});
  }

  /** Adds 16 bits in network order. */
  public Attributes be16(int type, int value) {
    return bytes(type, ByteBuffer.allocate(2).putShort((short) value).array());
  }

  /** Adds 32 bits in network order. */
  public Attributes be32(int type, int value) {
    return bytes(type, ByteBuffer.allocate(4).putInt(value).array());
  }

  /** Adds 16 bits in this machine's order. */
  public Attributes u16(int type, int value) {
    var buffer = ByteBuffer.allocate(2).order(ByteOrder.nativeOrder());
    return bytes(type, buffer.putShort((short) value).array());
  }

  /** Adds 32 bits in this machine's order. */
  public Attributes u32(int type, int value) {
    var buffer = ByteBuffer.allocate(4).order(ByteOrder.nativeOrder());
    return bytes(type, buffer.putInt(value).array());
  }

  /** Adds text that ends with a zero byte. */
  public Attributes text(int type, String value) {
    return bytes(type, (value + "\0").getBytes(StandardCharsets.US_ASCII));
  }

  /** Adds attributes within an attribute. */
  public Attributes nested(int type, Consumer<Attributes> content) {
    var inner = new Attributes();
    content.accept(inner);
    return bytes(type | NESTED, inner.toBytes());
  }

  /** All of them, encoded. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Values by type; of several with the same type the last. */
  public static Map<Integer, byte[]> parse(byte[] encoded) {
    var values = new HashMap<Integer, byte[]>();
    var in = ByteBuffer.wrap(encoded).order(ByteOrder.nativeOrder());
    while (in.remaining() >= HEADER) {
      int length = Short.toUnsignedInt(in.getShort());
      int type = Short.toUnsignedInt(in.getShort()) & TYPE_MASK;
      if (length < HEADER || length - HEADER > in.remaining()) {
        throw new IllegalArgumentException("a netlink attribute of " + length + " bytes");
      }
      byte[] value = new byte[length - HEADER];
      in.get(value);
      values.put(type, value);
      in.position(Math.min(in.limit(), in.position() + (-value.length & 3)));
    }
    return values;
  }
}
