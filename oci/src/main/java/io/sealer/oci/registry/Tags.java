package io.sealer.oci.registry;

import io.sealer.oci.Reference;
import io.sealer.oci.registry.http.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Lists tags, page after page (OCI distribution specification, "Listing tags"). */
final class Tags {
  private static final int PAGE = 1000;
  private static final int LIMIT = 16 << 20;

  private final Caller caller;
  private final Endpoint endpoint;

  Tags(Caller caller, Endpoint endpoint) {
    this.caller = caller;
    this.endpoint = endpoint;
  }

  List<String> of(Reference repository) throws IOException {
    Operation operation =
        Operation.pull(endpoint, "list tags of " + repository.context(), repository);
    var tags = new ArrayList<String>();
    var next = Optional.of(endpoint.api(repository.repository() + "/tags/list?n=" + PAGE));
    for (int page = 0; next.isPresent() && page < NextPage.MOST; page++) {
      Request request = Request.of("GET", next.get());
      try (Reply reply = caller.call(operation, request, Set.of(200))) {
        tags.addAll(parse(operation, reply));
        next = NextPage.of(caller, operation, reply);
      }
    }
    return tags.stream().distinct().sorted().toList();
  }

  private static List<String> parse(Operation operation, Reply reply) throws IOException {
    try {
      JsonNode json = Json.MAPPER.readTree(reply.response().read(LIMIT));
      return json.path("tags").valueStream().map(tag -> tag.asString("")).toList();
    } catch (JacksonException e) {
      throw Failures.protocol(operation, reply.uri(), "the list of tags is not JSON");
    }
  }
}
