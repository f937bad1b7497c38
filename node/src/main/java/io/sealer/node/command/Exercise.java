package io.sealer.node.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.BlobStream;
import io.sealer.node.api.Endpoint;
import io.sealer.node.api.NamesTable;
import io.sealer.node.api.Piece;
import io.sealer.node.serve.Agent;
import io.sealer.node.serve.AgentLog;
import io.sealer.node.serve.LiveConfig;
import io.sealer.oci.Descriptor;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Walks through what must start fast, while the build records the ahead-of-time cache. Works in an
 * empty directory only.
 */
public final class Exercise implements Command {
  private static final byte[] DOCUMENT = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(UTF_8);

  @Override
  public void run(Arguments arguments, Terminal terminal)
      throws IOException, UsageException, InterruptedException {
    Path in = Files.createDirectories(arguments.allow("--in").path("--in"));
    Descriptor document;
    Descriptor blob;
    try (DiskStore operator = DiskStore.open(in.resolve("operator"))) {
      document = operator.put(MediaTypes.INDEX, DOCUMENT);
      blob = operator.put("application/octet-stream", new byte[1 << 20]);
      var stream = new ByteArrayOutputStream();
      List<Piece> pieces = List.of(new Piece(document, 0), new Piece(blob, 0));
      BlobStream.write(stream, pieces, operator, Progress.NONE);
      String store = in.resolve("store").toString();
      call(new Missing(), BlobStream.question(List.of(document, blob)), "--store", store);
      call(new Receive(), stream.toByteArray(), "--store", store);
      var names = new TreeMap<>(Map.of(Reference.parse("exercise:1"), document));
      var table = new NamesTable(document.digest(), names, List.of(document));
      call(new Names(), table.toJson(), "--store", store);
    }
    serve(in, blob);
    new Version().run(Arguments.parse(new String[0]), terminal);
  }

  private static void call(Command command, byte[] stdin, String... arguments)
      throws IOException, UsageException, InterruptedException {
    var out = new PrintStream(new ByteArrayOutputStream(), false, UTF_8);
    var terminal = new Terminal(new ByteArrayInputStream(stdin), out, out);
    command.run(Arguments.parse(arguments), terminal);
  }

  private static void serve(Path in, Descriptor blob)
      throws IOException, UsageException, InterruptedException {
    var mirror = new Endpoint("127.0.0.1", freePort());
    AgentConfig config = AgentConfig.defaults().withStore(in.resolve("store")).withMirror(mirror);
    Path file = Files.write(in.resolve("node.json"), config.toJson());
    var nowhere = new PrintStream(new ByteArrayOutputStream(), false, UTF_8);
    var log = new AgentLog(nowhere, nowhere);
    try (var _ = Agent.start(LiveConfig.of(file, log), log)) {
      call(new Health(), new byte[0], "--config", file.toString());
      get(mirror, "/v2/library/exercise/manifests/1?ns=docker.io");
      get(mirror, "/v2/library/exercise/blobs/" + blob.digest());
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void get(Endpoint mirror, String path) throws IOException {
    URI uri = URI.create("http://" + mirror + path);
    var connection = (HttpURLConnection) uri.toURL().openConnection(Proxy.NO_PROXY);
    try (var body = connection.getInputStream()) {
      body.transferTo(OutputStream.nullOutputStream());
    }
  }
}
