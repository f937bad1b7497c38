package io.sealer.linux.net;

import java.net.Inet4Address;
import java.net.InetAddress;

/** An address family with what kernel interfaces need to know of it. */
enum Family {
  IPV4(2, 4, 16),
  IPV6(10, 16, 24);

  /** AF_INET or AF_INET6. */
  final int number;

  /** Bytes of an address. */
  final int length;

  /** Where the destination stands in a packet's header. */
  final int destinationOffset;

  Family(int number, int length, int destinationOffset) {
    this.number = number;
    this.length = length;
    this.destinationOffset = destinationOffset;
  }

  static Family of(InetAddress address) {
    return address instanceof Inet4Address ? IPV4 : IPV6;
  }
}
