package io.sealer.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** One message between a program and the kernel (netlink(7)). Immutable. */
public final class NetlinkMessage {
  /** The message asks for something. */
  public static final int REQUEST = 1;

  /** The kernel answers also when there is no error. */
  public static final int ACK = 4;

  /** What exists is replaced (requests that make something). */
  public static final int REPLACE = 0x100;

  /** What is missing is made. */
  public static final int CREATE = 0x400;

  /** New rules go to the end. */
  public static final int APPEND = 0x800;

  /** All objects are wanted. */
  public static final int DUMP = 0x300;

  static final int ERROR = 2;
  static final int DONE = 3;
  private static final int HEADER = 16;

  private final int type;
  private final int flags;
  private final int sequence;
  private final byte[] payload;

  NetlinkMessage(int type, int flags, int sequence, byte[] payload) {
    this.type = type;
    this.flags = flags;
    this.sequence = sequence;
    this.payload = payload.clone();
  }

  /** What it is about; the meaning depends on the protocol. */
  public int type() {
    return type;
  }

  /** {@code NLM_F_…}. */
  public int flags() {
    return flags;
  }

  /** A number that the kernel's answer repeats. */
  int sequence() {
    return sequence;
  }

  /** A request that has no number yet. */
  public static NetlinkMessage request(int type, int flags, byte[] header, Attributes attributes) {
    byte[] rest = attributes.toBytes();
    byte[] payload = ByteBuffer.allocate(header.length + rest.length).put(header).put(rest).array();
    return new NetlinkMessage(type, flags | REQUEST, 0, payload);
  }

  NetlinkMessage numbered(int number) {
    return new NetlinkMessage(type, flags, number, payload);
  }

  /** The same, answered by the kernel also when there is no error. */
  NetlinkMessage acknowledged() {
    return new NetlinkMessage(type, flags | ACK, sequence, payload);
  }

  /** The attributes behind a fixed header of so many bytes. */
  public byte[] after(int fixed) {
    return java.util.Arrays.copyOfRange(payload, fixed, payload.length);
  }

  /** The message as the kernel reads it, padded to four bytes. */
  public byte[] encode() {
    return ByteBuffer.allocate(HEADER + payload.length + (-payload.length & 3))
        .order(ByteOrder.nativeOrder())
        .putInt(HEADER + payload.length)
        .putShort((short) type)
        .putShort((short) flags)
        .putInt(sequence)
        .putInt(0)
        .put(payload)
        .array();
  }

  /** The messages of a datagram. */
  static List<NetlinkMessage> decode(ByteBuffer datagram) {
    var in = datagram.order(ByteOrder.nativeOrder());
    var messages = new ArrayList<NetlinkMessage>();
    while (in.remaining() >= HEADER) {
      int start = in.position();
      int length = in.getInt();
      int type = Short.toUnsignedInt(in.getShort());
      int flags = Short.toUnsignedInt(in.getShort());
      int sequence = in.getInt();
      in.getInt();
      if (length < HEADER || start + length > in.limit()) {
        throw new IllegalArgumentException("a netlink message of " + length + " bytes");
      }
      byte[] payload = new byte[length - HEADER];
      in.get(payload);
      messages.add(new NetlinkMessage(type, flags, sequence, payload));
      in.position(Math.min(in.limit(), start + ((length + 3) & ~3)));
    }
    return messages;
  }

  /** The error number that an answer of type {@link #ERROR} (or {@link #DONE}) carries. */
  int errno() {
    boolean empty = payload.length < 4;
    return empty ? 0 : -ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()).getInt();
  }
}
