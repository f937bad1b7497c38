package io.sealer.linux.net;

import io.sealer.linux.Attributes;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Expressions of nftables' rules, in the order in which the kernel carries them out. */
final class NftExpressions {
  private static final int VERDICT = 0;
  private static final int REGISTER = 1;
  private static final int SECOND = 2;
  private static final int JUMP = -3;

  private NftExpressions() {}

  private static Consumer<Attributes> expression(String name, Consumer<Attributes> data) {
    return element -> element.text(1, name).nested(2, data);
  }

  /** Loads so many bytes of the network (1) or transport (2) header. */
  static Consumer<Attributes> load(int base, int offset, int length) {
    return expression(
        "payload", d -> d.be32(1, REGISTER).be32(2, base).be32(3, offset).be32(4, length));
  }

  /** Loads the number of the protocol above IP. */
  static Consumer<Attributes> loadProtocol() {
    return expression("meta", d -> d.be32(1, REGISTER).be32(2, 16));
  }

  /** Loads the destination that a connection was opened to. */
  static Consumer<Attributes> loadOriginalDestination() {
    return expression("ct", d -> d.be32(1, REGISTER).be32(2, 9).u8(3, 0));
  }

  /** Draws a number from 0 to below {@code modulus}. */
  static Consumer<Attributes> draw(int modulus) {
    return expression("numgen", d -> d.be32(1, REGISTER).be32(2, modulus).be32(3, 1).be32(4, 0));
  }

  /** Goes on when what was loaded is this. */
  static Consumer<Attributes> isEqual(byte[] value) {
    return expression("cmp", d -> d.be32(1, REGISTER).be32(2, 0).nested(3, v -> v.bytes(1, value)));
  }

  /** What numgen draws is a number of this machine. */
  static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(java.nio.ByteOrder.nativeOrder()).putInt(value).array();
  }

  static byte[] port(int value) {
    return ByteBuffer.allocate(2).putShort((short) value).array();
  }

  static Consumer<Attributes> jump(String chain) {
    return expression(
        "immediate",
        d -> d.be32(1, VERDICT).nested(2, v -> v.nested(2, to -> to.be32(1, JUMP).text(2, chain))));
  }

  private static Consumer<Attributes> set(int register, byte[] value) {
    return expression("immediate", d -> d.be32(1, register).nested(2, v -> v.bytes(1, value)));
  }

  static Consumer<Attributes> setAddress(InetSocketAddress server) {
    return set(REGISTER, server.getAddress().getAddress());
  }

  static Consumer<Attributes> setPort(InetSocketAddress server) {
    return set(SECOND, port(server.getPort()));
  }

  /** Sends the connection to the address and port that were set. */
  static Consumer<Attributes> destinationNat(Family family) {
    return expression(
        "nat", d -> d.be32(1, 1).be32(2, family.number).be32(3, REGISTER).be32(5, SECOND));
  }

  static Consumer<Attributes> masquerade() {
    return expression("masq", d -> {});
  }
}
