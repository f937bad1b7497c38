package io.sealer.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;

/** The C library's functions for sockets. Each fails with a {@link LinuxException}. */
final class SocketCalls {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW_CLOEXEC = 3 | 0x80000;
  private static final int SOL_SOCKET = 1;
  private static final int SO_RCVTIMEO = 20;

  private static final MethodHandle SOCKET =
      Libc.function("socket", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle SETSOCKOPT =
      Libc.function(
          "setsockopt",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
  private static final FunctionDescriptor TRANSFER =
      FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle SEND = Libc.function("send", TRANSFER);
  private static final MethodHandle RECV = Libc.function("recv", TRANSFER);
  private static final MethodHandle CLOSE =
      Libc.function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

  private SocketCalls() {}

  /** socket(2) of the netlink family; answers the file descriptor. */
  static int netlink(int protocol) throws LinuxException {
    int result;
    int errno;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      result = (int) SOCKET.invokeExact(state, AF_NETLINK, SOCK_RAW_CLOEXEC, protocol);
      errno = (int) Libc.ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
    if (result < 0) {
      throw new LinuxException("socket", "of netlink protocol " + protocol, errno);
    }
    return result;
  }

  /** setsockopt(2): how long {@link #receive} waits. */
  static void setTimeout(int fd, Duration timeout) throws LinuxException {
    int result;
    int errno;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      MemorySegment value = arena.allocate(JAVA_LONG, 2);
      value.setAtIndex(JAVA_LONG, 0, timeout.toSeconds());
      value.setAtIndex(JAVA_LONG, 1, timeout.toNanosPart() / 1000);
      result = (int) SETSOCKOPT.invokeExact(state, fd, SOL_SOCKET, SO_RCVTIMEO, value, 16);
      errno = (int) Libc.ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
    if (result < 0) {
      throw new LinuxException("setsockopt", "SO_RCVTIMEO", errno);
    }
  }

  /** send(2) of one datagram. */
  static void send(int fd, byte[] datagram) throws LinuxException {
    long result;
    int errno;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      MemorySegment bytes = arena.allocateFrom(JAVA_BYTE, datagram);
      result = (long) SEND.invokeExact(state, fd, bytes, (long) datagram.length, 0);
      errno = (int) Libc.ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
    if (result != datagram.length) {
      throw new LinuxException("send", datagram.length + " bytes to the kernel", errno);
    }
  }

  /** recv(2) of one datagram into native memory; answers its length. */
  static int receive(int fd, MemorySegment into) throws LinuxException {
    long result;
    int errno;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(Libc.STATE);
      result = (long) RECV.invokeExact(state, fd, into, into.byteSize(), 0);
      errno = (int) Libc.ERRNO.get(state, 0L);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
    if (result < 0) {
      throw new LinuxException("recv", "from the kernel", errno);
    }
    return (int) result;
  }

  /** close(2). */
  static void close(int fd) {
    int result;
    try (Arena arena = Arena.ofConfined()) {
      result = (int) CLOSE.invokeExact(arena.allocate(Libc.STATE), fd);
    } catch (Throwable e) {
      throw Libc.impossible(e);
    }
    assert result == 0 : "a file descriptor of ours";
  }
}
