package io.sealer.node.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sealer.node.api.AgentConfig;
import io.sealer.node.api.ContentSender;
import io.sealer.node.api.ContentTalk;
import io.sealer.node.api.Endpoint;
import io.sealer.node.api.NamesTable;
import io.sealer.node.serve.Agent;
import io.sealer.node.serve.AgentLog;
import io.sealer.node.serve.LiveConfig;
import io.sealer.oci.Descriptor;
import io.sealer.oci.ImageConfig;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciJson;
import io.sealer.oci.Platform;
import io.sealer.oci.Reference;
import io.sealer.oci.layer.Compression;
import io.sealer.oci.layer.Layer;
import io.sealer.oci.layer.LayerWriter;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.tar.TarEntry;
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
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Walks through what must start fast, while the build records the ahead-of-time cache: the classes
 * that are needed, and the methods that are worth being compiled. Works in an empty directory only;
 * agents ask each other only when there are certificates for them.
 */
public final class Exercise implements Command {
  private static final byte[] DOCUMENT = "{\"schemaVersion\":2,\"manifests\":[]}".getBytes(UTF_8);

  /** Enough for the compilers to see what kind of work it is. */
  private static final int CONTENT = 16 << 20;

  @Override
  public void run(Arguments arguments, Terminal terminal)
      throws IOException, UsageException, InterruptedException {
    Path in = Files.createDirectories(arguments.allow("--in", "--pki").path("--in"));
    Optional<AgentConfig.Identity> identity = arguments.optionalPath("--pki").map(Exercise::in);
    Path store = in.resolve("store");
    var content = new byte[CONTENT];
    new Random(1).nextBytes(content);
    Descriptor blob;
    try (DiskStore operator = DiskStore.open(in.resolve("operator"))) {
      Descriptor document = operator.put(MediaTypes.INDEX, DOCUMENT);
      blob = operator.put("application/octet-stream", content);
      Layer layer = layer(operator, content);
      Descriptor config = operator.put(MediaTypes.CONFIG, OciJson.write(config(layer)));
      byte[] image = OciJson.write(Manifest.image(config, List.of(layer.descriptor())));
      Descriptor manifest = operator.put(MediaTypes.MANIFEST, image);
      var names = new TreeMap<>(Map.of(Reference.parse("exercise:1"), document));
      var table = new NamesTable(document.digest(), names, List.of(document));
      String to = in.resolve("rootfs").toString();
      String digest = manifest.digest().toString();
      byte[] said =
          said(operator, List.of(document, blob, layer.descriptor(), config, manifest), table);
      call(new Receive(), said, "--store", "" + store, "--manifest", digest, "--to", to);
    }
    serve(in, identity, blob);
    new Version().run(Arguments.parse(new String[0]), terminal);
  }

  private static AgentConfig.Identity in(Path pki) {
    return new AgentConfig.Identity(
        pki.resolve("agent.crt"), pki.resolve("agent.key"), pki.resolve("ca.crt"));
  }

  private static Layer layer(DiskStore store, byte[] content) throws IOException {
    try (LayerWriter writer = LayerWriter.open(store, Compression.ZSTD)) {
      writer.directory("bin", 0755);
      writer.add(
          TarEntry.file("bin/program", 0755, content.length), new ByteArrayInputStream(content));
      return writer.symlink("program", "bin/program").commit();
    }
  }

  private static ImageConfig config(Layer layer) {
    return ImageConfig.of(Platform.LINUX_AMD64, List.of(layer.diffId()));
  }

  /** Everything is lacking: what the host says is known beforehand. */
  private static byte[] said(DiskStore from, List<Descriptor> blobs, NamesTable names)
      throws IOException {
    var sender = new ContentSender(blobs, Optional.of(names), from, (_, _) -> {});
    blobs.forEach(blob -> sender.hear(ContentTalk.lacks(blob, 0)));
    sender.hear(ContentTalk.asked());
    var said = new ByteArrayOutputStream();
    sender.writeTo(said);
    return said.toByteArray();
  }

  private static void call(Command command, byte[] stdin, String... arguments)
      throws IOException, UsageException, InterruptedException {
    var out = new PrintStream(new ByteArrayOutputStream(), false, UTF_8);
    var terminal = new Terminal(new ByteArrayInputStream(stdin), out, out);
    command.run(Arguments.parse(arguments), terminal);
  }

  /** An agent that has everything, and one that asks it. */
  private static void serve(Path in, Optional<AgentConfig.Identity> identity, Descriptor blob)
      throws IOException, UsageException, InterruptedException {
    var exchange = new Endpoint("127.0.0.1", freePort());
    AgentConfig holder = config(in.resolve("store"));
    AgentConfig asking = config(identity.isPresent() ? in.resolve("empty") : holder.store());
    if (identity.isPresent()) {
      var peer = new AgentConfig.Peer("holder", exchange);
      var nobody = new Endpoint("127.0.0.1", freePort());
      holder = holder.withExchange(exchange, identity.get(), List.of());
      asking = asking.withExchange(nobody, identity.get(), List.of(peer));
    }
    try (var _ = start(in.resolve("holder.json"), holder);
        var _ = start(in.resolve("asking.json"), asking)) {
      call(new Health(), new byte[0], "--config", in.resolve("asking.json").toString());
      get(asking.mirror(), "/v2/library/exercise/manifests/1?ns=docker.io");
      get(asking.mirror(), "/v2/library/exercise/blobs/" + blob.digest());
    }
  }

  private static AgentConfig config(Path store) throws IOException {
    var mirror = new Endpoint("127.0.0.1", freePort());
    return AgentConfig.defaults().withStore(store).withMirror(mirror);
  }

  private static Agent start(Path file, AgentConfig config) throws IOException {
    Files.write(file, config.toJson());
    var nowhere = new PrintStream(new ByteArrayOutputStream(), false, UTF_8);
    var log = new AgentLog(nowhere, nowhere);
    return Agent.start(LiveConfig.of(file, log), log);
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
