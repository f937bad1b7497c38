package io.sealer.oci.registry;

import io.sealer.oci.OciException;
import io.sealer.oci.registry.http.Tls;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** TLS for each host by its own rules; trust is read once. Thread-safe. */
final class TlsSockets implements Tls {
  private final Hosts hosts;
  private final Map<List<Path>, SSLContext> verifying = new ConcurrentHashMap<>();

  TlsSockets(Hosts hosts) {
    this.hosts = hosts;
  }

  @Override
  public SSLSocket over(Socket plain, String host, int port) throws IOException {
    String name = host.contains(":") ? "[" + host + "]" : host;
    String authority = port == 443 ? name : name + ":" + port;
    boolean verifies = hosts.verifies(authority);
    SSLContext context =
        verifies ? context(hosts.authorities(authority)) : contextOf(new TrustEverybody());
    var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
    if (verifies) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    socket.setSSLParameters(parameters);
    return socket;
  }

  private synchronized SSLContext context(List<Path> authorities) throws IOException {
    SSLContext known = verifying.get(authorities);
    if (known != null) {
      return known;
    }
    SSLContext made = contextOf(Trust.withMore(authorities));
    verifying.put(authorities, made);
    return made;
  }

  private static SSLContext contextOf(TrustManager trust) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new OciException("this Java platform cannot speak TLS", "", e);
    }
  }
}
