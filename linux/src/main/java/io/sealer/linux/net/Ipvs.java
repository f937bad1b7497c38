package io.sealer.linux.net;

import io.sealer.linux.Attributes;
import io.sealer.linux.LinuxException;
import io.sealer.linux.NetlinkMessage;
import io.sealer.linux.NetlinkSocket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The kernel's load balancer through generic netlink (linux/ip_vs.h): what ipvsadm does, round
 * robin with address translation. Needs root.
 */
public final class Ipvs {
  private static final Path CONNECTIONS = Path.of("/proc/thread-self/net/ip_vs_conn");
  private static final int ENOENT = 2;
  private static final int ESRCH = 3;
  private static final int GENERIC_HEADER = 4;
  private static final int CONTROL = 0x10;
  private static final int GET_FAMILY = 3;
  private static final int FAMILY_ID = 1;
  private static final int FAMILY_NAME = 2;

  private static final int NEW_SERVICE = 1;
  private static final int DELETE_SERVICE = 3;
  private static final int GET_SERVICE = 4;
  private static final int NEW_SERVER = 5;
  private static final int DELETE_SERVER = 7;
  private static final int GET_SERVER = 8;
  private static final int SERVICE = 1;
  private static final int SERVER = 2;
  private static final int TCP = 6;
  private static final int ADDRESS = 16;

  private final int family;

  private Ipvs(int family) {
    this.family = family;
  }

  /** The kernel's IPVS, loaded if it is a module; empty when the kernel has none. */
  public static Optional<Ipvs> find() throws LinuxException {
    byte[] header = {GET_FAMILY, 1, 0, 0};
    var name = new Attributes().text(FAMILY_NAME, "IPVS");
    try (var kernel = NetlinkSocket.open(NetlinkSocket.GENERIC, "IPVS")) {
      var answer = kernel.ask(NetlinkMessage.request(CONTROL, 0, header, name)).getFirst();
      byte[] id = Attributes.parse(answer.after(GENERIC_HEADER)).get(FAMILY_ID);
      return id == null ? Optional.empty() : Optional.of(new Ipvs(u16(id)));
    } catch (LinuxException e) {
      if (e.errno() == ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static int u16(byte[] value) {
    return Short.toUnsignedInt(ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getShort());
  }

  /** Lets a virtual address have exactly these servers. */
  public void replace(Backends backends) throws LinuxException {
    Optional<List<InetSocketAddress>> now = servers(backends);
    if (now.isEmpty()) {
      execute(message(NEW_SERVICE, 0, service(backends, true)));
    }
    var there = now.orElse(List.of());
    for (InetSocketAddress server : backends.servers()) {
      if (!there.contains(server)) {
        execute(message(NEW_SERVER, 0, server(backends, server, true)));
      }
    }
    for (InetSocketAddress server : there) {
      if (!backends.servers().contains(server)) {
        execute(message(DELETE_SERVER, 0, server(backends, server, false)));
      }
    }
  }

  /** The servers of a virtual address; empty when the kernel does not know the address. */
  public Optional<List<InetSocketAddress>> servers(Backends backends) throws LinuxException {
    try (var kernel = NetlinkSocket.open(NetlinkSocket.GENERIC, "IPVS")) {
      kernel.ask(message(GET_SERVICE, 0, service(backends, false)));
      var servers = new ArrayList<InetSocketAddress>();
      var all = message(GET_SERVER, NetlinkMessage.DUMP, service(backends, false));
      for (NetlinkMessage answer : kernel.ask(all)) {
        servers.add(parse(answer, backends.family()));
      }
      return Optional.of(servers);
    } catch (LinuxException e) {
      if (e.errno() == ESRCH || e.errno() == ENOENT) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Connections that were opened to a virtual address, also those of pods. */
  public static List<Tracked> connections(InetSocketAddress front) throws IOException {
    try (Stream<String> lines = Files.lines(CONNECTIONS)) {
      return lines.skip(1).flatMap(line -> connection(line, front).stream()).toList();
    }
  }

  /** {@code TCP FROM PORT TO PORT SERVER PORT STATE EXPIRES}, hexadecimal. */
  static Optional<Tracked> connection(String line, InetSocketAddress front) {
    String[] words = line.strip().split("\\s+");
    if (words.length < 7 || !words[0].equals("TCP") || !at(words, 3).equals(front)) {
      return Optional.empty();
    }
    return Optional.of(new Tracked(at(words, 1), at(words, 5)));
  }

  private static InetSocketAddress at(String[] words, int index) {
    String address = words[index];
    int port = Integer.parseInt(words[index + 1], 16);
    try {
      InetAddress parsed =
          address.contains(":")
              ? InetAddress.ofLiteral(address.replaceAll("[\\[\\]]", ""))
              : InetAddress.getByAddress(HexFormat.of().parseHex(address));
      return new InetSocketAddress(parsed, port);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("not an address: " + address, e);
    }
  }

  /** Forgets the virtual address, if it is known. */
  public void remove(Backends backends) throws LinuxException {
    try {
      execute(message(DELETE_SERVICE, 0, service(backends, false)));
    } catch (LinuxException e) {
      if (e.errno() != ESRCH) {
        throw e;
      }
    }
  }

  private static InetSocketAddress parse(NetlinkMessage answer, Family family) {
    var attributes = Attributes.parse(answer.after(GENERIC_HEADER));
    Map<Integer, byte[]> server = Attributes.parse(attributes.getOrDefault(SERVER, new byte[0]));
    byte[] address = server.getOrDefault(1, new byte[ADDRESS]);
    byte[] port = server.getOrDefault(2, new byte[2]);
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(Arrays.copyOf(address, family.length)),
          Short.toUnsignedInt(ByteBuffer.wrap(port).getShort()));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + family.length + " bytes", e);
    }
  }

  NetlinkMessage message(int command, int flags, Attributes attributes) {
    return NetlinkMessage.request(family, flags, new byte[] {(byte) command, 1, 0, 0}, attributes);
  }

  /** The virtual address, complete when it is made: round robin, no persistence. */
  static Attributes service(Backends backends, boolean complete) {
    return new Attributes()
        .nested(
            SERVICE,
            s -> {
              s.u16(1, backends.family().number).u16(2, TCP);
              s.bytes(3, padded(backends.address())).be16(4, backends.port());
              if (complete) {
                s.text(6, "rr").bytes(7, flags()).u32(8, 0);
                s.u32(9, backends.family() == Family.IPV4 ? -1 : 128);
              }
            });
  }

  /** {@code struct ip_vs_flags}: none set, of all. */
  private static byte[] flags() {
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putInt(0).putInt(-1).array();
  }

  private static Attributes server(Backends backends, InetSocketAddress server, boolean complete) {
    Attributes both = service(backends, false);
    return both.nested(
        SERVER,
        s -> {
          s.bytes(1, padded(server.getAddress())).be16(2, server.getPort());
          if (complete) {
            s.u32(3, 0).u32(4, 1).u32(5, 0).u32(6, 0);
          }
          s.u16(11, backends.family().number);
        });
  }

  private static byte[] padded(InetAddress address) {
    return Arrays.copyOf(address.getAddress(), ADDRESS);
  }

  private static void execute(NetlinkMessage request) throws LinuxException {
    try (var kernel = NetlinkSocket.open(NetlinkSocket.GENERIC, "IPVS")) {
      kernel.execute(request);
    }
  }
}
