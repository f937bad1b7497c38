package io.sealer.node.exchange;

import io.sealer.node.api.AgentConfig;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.share.serve.Repository;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import javax.net.ssl.HttpsURLConnection;

/** Another agent, asked through its exchange listener. */
record PeerOrigin(AgentConfig.Peer peer, AgentTls tls) implements Origin {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration SILENCE = Duration.ofSeconds(10);

  @Override
  public String name() {
    return peer.name() + " (" + peer.at() + ")";
  }

  @Override
  public Optional<Descriptor> resolve(Repository repository, String tag) throws IOException {
    String ns = repository.registry().map(r -> "?ns=" + encoded(r)).orElse("");
    var asked = ask("HEAD", repository.path() + "/manifests/" + tag + ns, 0);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    HttpsURLConnection answer = asked.get();
    try {
      return Optional.of(
          Descriptor.of(
              header(answer, "Content-Type"),
              Digest.parse(header(answer, "Docker-Content-Digest")),
              length(answer)));
    } catch (IllegalArgumentException e) {
      throw new IOException(name() + " answers nonsense: " + e.getMessage(), e);
    }
  }

  @Override
  public OptionalLong size(Digest digest) throws IOException {
    var asked = ask("HEAD", blob(digest), 0);
    return asked.isEmpty() ? OptionalLong.empty() : OptionalLong.of(length(asked.get()));
  }

  @Override
  public Optional<Body> open(Digest digest, long position) throws IOException {
    var asked = ask("GET", blob(digest), position);
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    HttpsURLConnection answer = asked.get();
    int status = answer.getResponseCode();
    if (position > 0 && status != 206) {
      answer.disconnect();
      throw new IOException(name() + " cannot continue at byte " + position);
    }
    return Optional.of(new Body(position + length(answer), stream(answer)));
  }

  private static String blob(Digest digest) {
    return "content/blobs/" + digest;
  }

  /** Asks; empty when the answer is "not found". */
  private Optional<HttpsURLConnection> ask(String method, String path, long position)
      throws IOException {
    var uri = URI.create("https://" + peer.at() + "/v2/" + path);
    var connection = (HttpsURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    connection.setSSLSocketFactory(tls.sockets());
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout((int) CONNECT.toMillis());
    connection.setReadTimeout((int) SILENCE.toMillis());
    connection.setUseCaches(false);
    connection.setRequestProperty("Accept", "*/*");
    connection.setRequestProperty("User-Agent", "sealer-node");
    if (position > 0) {
      connection.setRequestProperty("Range", "bytes=" + position + "-");
    }
    int status = connection.getResponseCode();
    if (status == 200 || status == 206) {
      return Optional.of(connection);
    }
    drain(connection);
    if (status == 404) {
      return Optional.empty();
    }
    throw new IOException(name() + " answers " + status + " to " + method + " " + uri.getPath());
  }

  /** So that the connection can be used again. */
  private static void drain(HttpsURLConnection connection) throws IOException {
    try (InputStream body = connection.getErrorStream()) {
      if (body != null) {
        body.readNBytes(1 << 16);
      }
    }
  }

  private static InputStream stream(HttpsURLConnection answer) throws IOException {
    return new FilterInputStream(answer.getInputStream()) {
      private boolean whole;

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int n = in.read(buffer, offset, length);
        whole = n < 0;
        return n;
      }

      @Override
      public void close() throws IOException {
        if (whole) {
          super.close();
        } else {
          answer.disconnect(); // closing would read the rest
        }
      }
    };
  }

  private long length(HttpsURLConnection answer) throws IOException {
    long length = answer.getContentLengthLong();
    if (length < 0) {
      throw new IOException(name() + " does not say how long its answer is");
    }
    return length;
  }

  private String header(HttpsURLConnection answer, String name) throws IOException {
    String value = answer.getHeaderField(name);
    if (value == null) {
      throw new IOException(name() + " answers without " + name);
    }
    return value;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
