package io.sealer.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A conversation with the kernel (netlink(7)) in the network namespace of the thread that opened
 * it. Calls wait at most two seconds for an answer. For one thread at a time.
 */
public final class NetlinkSocket implements AutoCloseable {
  /** Protocols. */
  public static final int ROUTE = 0;

  public static final int SOCK_DIAG = 4;
  public static final int NETFILTER = 12;
  public static final int GENERIC = 16;

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final int LARGEST = 1 << 16;

  private final int fd;
  private final String subject;
  private int sequence;

  private NetlinkSocket(int fd, String subject) {
    this.fd = fd;
    this.subject = subject;
  }

  /**
   * Opens one.
   *
   * @param subject what the conversation is about, for errors
   */
  public static NetlinkSocket open(int protocol, String subject) throws LinuxException {
    int fd = SocketCalls.netlink(protocol);
    try {
      SocketCalls.setTimeout(fd, PATIENCE);
      return new NetlinkSocket(fd, subject);
    } catch (LinuxException e) {
      SocketCalls.close(fd);
      throw e;
    }
  }

  /** Sends one request and waits until it is done. */
  public void execute(NetlinkMessage request) throws LinuxException {
    transact(List.of(request), 0);
  }

  /**
   * Sends requests in one datagram and waits until they are done.
   *
   * @param acknowledged index of the request that the kernel acknowledges
   * @throws LinuxException the first error of any of them
   */
  public void transact(List<NetlinkMessage> requests, int acknowledged) throws LinuxException {
    var datagram = new ByteArrayOutputStream();
    int last = 0;
    for (int i = 0; i < requests.size(); i++) {
      NetlinkMessage request = requests.get(i).numbered(++sequence);
      if (i == acknowledged) {
        last = sequence;
        request = request.acknowledged();
      }
      datagram.writeBytes(request.encode());
    }
    SocketCalls.send(fd, datagram.toByteArray());
    boolean done = false;
    while (!done) {
      for (NetlinkMessage answer : receive()) {
        if (answer.type() == NetlinkMessage.ERROR) {
          check(answer);
          done |= answer.sequence() == last;
        }
      }
    }
  }

  /** Sends one request and collects what the kernel answers to it. */
  public List<NetlinkMessage> ask(NetlinkMessage request) throws LinuxException {
    boolean dump = (request.flags() & NetlinkMessage.DUMP) == NetlinkMessage.DUMP;
    int number = ++sequence;
    SocketCalls.send(fd, request.numbered(number).encode());
    var answers = new ArrayList<NetlinkMessage>();
    while (true) {
      for (NetlinkMessage answer : receive()) {
        if (answer.type() == NetlinkMessage.ERROR || answer.type() == NetlinkMessage.DONE) {
          check(answer);
          return answers;
        }
        if (answer.sequence() == number) {
          answers.add(answer);
        }
      }
      if (!dump) {
        return answers;
      }
    }
  }

  private void check(NetlinkMessage answer) throws LinuxException {
    if (answer.errno() != 0) {
      throw new LinuxException("netlink", subject, answer.errno());
    }
  }

  private List<NetlinkMessage> receive() throws LinuxException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment buffer = arena.allocate(LARGEST);
      int length = SocketCalls.receive(fd, buffer);
      return NetlinkMessage.decode(ByteBuffer.wrap(buffer.asSlice(0, length).toArray(JAVA_BYTE)));
    }
  }

  @Override
  public void close() {
    SocketCalls.close(fd);
  }
}
