package io.sealer.node.balancer;

import io.sealer.node.balancer.Verdict.Kind;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;

/**
 * Looks at one API server: {@code GET /readyz} over TLS on a connection that is kept, so that a
 * look costs no handshake. In between {@code GET /version}, which costs the server next to nothing.
 * One that is slow is not asked again before it has answered: hundreds of hosts that came with new
 * handshakes would see to it that it stays slow. For one thread at a time.
 */
final class Probe implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofMillis(500);
  private static final Duration ANSWER = Duration.ofMillis(500);
  private static final Duration HANDSHAKE = Duration.ofSeconds(1);
  private static final int READINESS_EVERY = 4;

  /** After as many looks without an answer the connection itself may be what is broken. */
  private static final int PATIENCE = 10;

  private final InetSocketAddress server;
  private Optional<ApiConnection> connection = Optional.empty();
  private Verdict readiness = Verdict.READY;
  private int looks;
  private int unanswered;

  Probe(InetSocketAddress server) {
    this.server = server;
  }

  /**
   * Looks once; takes 1.5 s at most.
   *
   * @param tls trusts the cluster's authority; empty while it is not known, then it is enough that
   *     somebody accepts connections
   */
  Verdict look(Optional<SSLSocketFactory> tls) {
    try {
      if (tls.isEmpty()) {
        return reached();
      }
      return ask(tls.get());
    } catch (SocketTimeoutException e) {
      return afterSilence();
    } catch (SSLException e) {
      close();
      return new Verdict(Kind.REFUSES, "TLS: " + e.getMessage());
    } catch (IOException e) {
      close();
      return new Verdict(Kind.DEAD, String.valueOf(e.getMessage()));
    }
  }

  private Verdict ask(SSLSocketFactory tls) throws IOException {
    if (connection.isPresent()) {
      try {
        return ask(connection.get());
      } catch (SocketTimeoutException e) {
        throw e;
      } catch (IOException e) {
        close(); // the server may have closed a connection that it found idle: a new one tells
      }
    }
    var fresh = ApiConnection.open(server, tls, CONNECT, HANDSHAKE);
    connection = Optional.of(fresh);
    looks = 0;
    return ask(fresh);
  }

  private Verdict ask(ApiConnection api) throws IOException {
    if (api.isAwaiting()) {
      api.await(ANSWER);
      looks = 0;
      unanswered = 0;
      return new Verdict(Kind.SLOW, "its answer took more than " + ANSWER.toMillis() + " ms");
    }
    if (looks++ % READINESS_EVERY != 0 && readiness.kind() == Kind.READY) {
      api.get("/version", ANSWER);
      return readiness;
    }
    readiness = judge(api.get("/readyz", ANSWER));
    return readiness;
  }

  /**
   * Where nobody is let in without a name (401), somebody serves: more is not to be known. A server
   * that starts says 403 until it has read its rules, for some seconds; where it is for good, all
   * say so, and all are equally good.
   */
  private static Verdict judge(int status) {
    boolean serves = status == 200 || status == 401;
    return serves ? Verdict.READY : new Verdict(Kind.REFUSES, "/readyz answers " + status);
  }

  /** A kernel answers for a slow program: only a dead host is silent here too. */
  private Verdict afterSilence() {
    boolean answerMayCome = connection.filter(ApiConnection::isAwaiting).isPresent();
    if (!answerMayCome || ++unanswered >= PATIENCE) {
      close();
    }
    try {
      reached();
      return new Verdict(Kind.SLOW, "no answer within " + ANSWER.toMillis() + " ms");
    } catch (IOException e) {
      close();
      return new Verdict(Kind.DEAD, String.valueOf(e.getMessage()));
    }
  }

  private Verdict reached() throws IOException {
    try (var socket = new Socket()) {
      socket.connect(server, (int) CONNECT.toMillis());
      return Verdict.READY;
    }
  }

  @Override
  public void close() {
    connection.ifPresent(ApiConnection::close);
    connection = Optional.empty();
    readiness = Verdict.READY;
    unanswered = 0;
  }
}
