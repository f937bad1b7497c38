package io.sealer.node.api;

import io.sealer.oci.OciException;
import io.sealer.oci.json.JsonObject;
import io.sealer.oci.json.JsonOut;
import io.sealer.oci.json.MalformedJsonException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@link AgentConfig} as JSON. */
final class AgentConfigJson {
  private static final String HINT =
      "run 'sealer run' or 'sealer apply' again; it writes this file";

  private AgentConfigJson() {}

  static byte[] write(AgentConfig config) {
    return JsonOut.object(
        out -> {
          out.number("version", 1);
          out.text("store", config.store().toString());
          out.text("mirror", config.mirror().toString());
          out.text("exchange", config.exchange().map(Endpoint::toString));
          out.object("identity", config.identity(), AgentConfigJson::identity);
          out.objects(
              "peers",
              config.peers(),
              (o, peer) -> o.text("name", peer.name()).text("at", peer.at().toString()));
          out.flag("upstream", config.upstream());
          out.flag("quiet", !config.accessLog());
          out.texts("ownNames", config.ownNames());
          out.text("runtimeContent", config.runtimeContent().map(Path::toString));
        });
  }

  private static void identity(JsonOut out, AgentConfig.Identity identity) {
    out.text("certificate", identity.certificate().toString());
    out.text("key", identity.key().toString());
    out.text("authority", identity.authority().toString());
  }

  static AgentConfig read(byte[] json) throws OciException {
    try {
      return read(JsonObject.parse(json, "node.json"));
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new OciException("the agent's configuration is malformed: " + e.getMessage(), HINT, e);
    }
  }

  private static AgentConfig read(JsonObject in) throws MalformedJsonException {
    if (in.number("version") != 1) {
      throw in.problem("version", "must be 1: the file is for a newer agent");
    }
    Optional<JsonObject> identity = in.optionalObject("identity");
    return new AgentConfig(
        Path.of(in.text("store")),
        Endpoint.parse(in.text("mirror")),
        in.optionalText("exchange").map(Endpoint::parse),
        identity.isEmpty() ? Optional.empty() : Optional.of(readIdentity(identity.get())),
        peers(in.objects("peers")),
        in.flag("upstream"),
        !in.flag("quiet"),
        in.texts("ownNames"),
        in.optionalText("runtimeContent").map(Path::of));
  }

  private static AgentConfig.Identity readIdentity(JsonObject in) throws MalformedJsonException {
    return new AgentConfig.Identity(
        Path.of(in.text("certificate")), Path.of(in.text("key")), Path.of(in.text("authority")));
  }

  private static List<AgentConfig.Peer> peers(List<JsonObject> objects)
      throws MalformedJsonException {
    var peers = new ArrayList<AgentConfig.Peer>();
    for (JsonObject object : objects) {
      peers.add(new AgentConfig.Peer(object.text("name"), Endpoint.parse(object.text("at"))));
    }
    return peers;
  }
}
