package io.sealer.share.serve;

import com.sun.net.httpserver.HttpExchange;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.json.JsonOut;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code GET} and {@code HEAD}: content and lists. */
final class Pulling {
  private static final String JSON = "application/json";
  private static final byte[] EMPTY_OBJECT = {'{', '}'};
  private static final int REFERRERS_LIMIT = 3 << 20; // with what JSON adds below 4 MiB

  private final ServedContent content;

  Pulling(ServedContent content) {
    this.content = content;
  }

  void answer(Route route, HttpExchange exchange, Reply reply) throws IOException {
    switch (route) {
      case Route.Ping() -> reply.send(200, JSON, EMPTY_OBJECT);
      case Route.TaggedManifest(var repository, var tag) ->
          whole(
              exchange,
              reply,
              content
                  .manifest(repository, tag)
                  .orElseThrow(() -> Missing.manifest(repository, tag)));
      case Route.PinnedManifest(var repository, var digest, _) ->
          whole(
              exchange,
              reply,
              content
                  .manifest(repository, digest)
                  .orElseThrow(() -> Missing.manifest(repository, digest)));
      case Route.Blob(var repository, var digest) ->
          ranged(
              exchange,
              reply,
              content.blob(repository, digest).orElseThrow(() -> Missing.blob(digest)));
      case Route.Tags tags -> tags(tags, reply);
      case Route.Catalog(var page) -> catalog(page, reply);
      case Route.Referrers referrers -> referrers(referrers, reply);
      case Route.Uploads _, Route.Upload _ ->
          throw ErrorCode.METHOD_UNSUPPORTED.because("uploads are started with POST");
    }
  }

  private static void whole(HttpExchange exchange, Reply reply, ServedContent.Found found)
      throws IOException {
    describe(reply, found.descriptor());
    if (!unchanged(exchange, reply, found.descriptor())) {
      reply.send(200, found, 0, found.descriptor().size());
    }
  }

  private static void ranged(HttpExchange exchange, Reply reply, ServedContent.Found found)
      throws IOException {
    Descriptor is = found.descriptor();
    describe(reply, is);
    reply.header("Accept-Ranges", "bytes");
    if (unchanged(exchange, reply, is)) {
      return;
    }
    Optional<ByteRange> range;
    try {
      range = ByteRange.of(wantedRange(exchange, is), is.size());
    } catch (DistributionException e) {
      reply.header("Content-Range", "bytes */" + is.size());
      throw e;
    }
    if (range.isEmpty()) {
      reply.send(200, found, 0, is.size());
    } else {
      reply.header("Content-Range", range.get().contentRange(is.size()));
      reply.send(206, found, range.get().first(), range.get().length());
    }
  }

  /** Tells a client that has the content already (RFC 9110, If-None-Match). */
  private static boolean unchanged(HttpExchange exchange, Reply reply, Descriptor is)
      throws IOException {
    Condition condition = Condition.of(exchange.getRequestHeaders());
    condition.requireMatch(Optional.of(is.digest()));
    if (!condition.isKnown(is.digest())) {
      return false;
    }
    reply.send(304);
    return true;
  }

  /** A range counts only for content that the client has seen (RFC 9110, If-Range). */
  private static Optional<String> wantedRange(HttpExchange exchange, Descriptor is) {
    String unless = exchange.getRequestHeaders().getFirst("If-Range");
    boolean same = unless == null || unless.equals(Condition.tag(is.digest()));
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range")).filter(_ -> same);
  }

  private static void describe(Reply reply, Descriptor is) {
    reply.header("Content-Type", is.mediaType());
    reply.header("Docker-Content-Digest", is.digest().toString());
    reply.header("ETag", Condition.tag(is.digest()));
  }

  private void tags(Route.Tags wanted, Reply reply) throws IOException {
    Repository repository = wanted.repository();
    PageRequest.Page page =
        content.tags(repository, wanted.page()).orElseThrow(() -> Missing.repository(repository));
    link(reply, "/v2/" + repository.path() + "/tags/list", wanted.page(), page);
    reply.send(
        200,
        JSON,
        JsonOut.object(out -> out.text("name", repository.path()).allTexts("tags", page.names())));
  }

  private void catalog(PageRequest wanted, Reply reply) throws IOException {
    PageRequest.Page page = content.repositories(wanted);
    link(reply, "/v2/_catalog", wanted, page);
    reply.send(200, JSON, JsonOut.object(out -> out.allTexts("repositories", page.names())));
  }

  private static void link(Reply reply, String path, PageRequest wanted, PageRequest.Page page) {
    if (page.more()) {
      String last = URLEncoder.encode(page.names().getLast(), StandardCharsets.UTF_8);
      reply.header(
          "Link", "<" + path + "?last=" + last + "&n=" + wanted.most() + ">; rel=\"next\"");
    }
  }

  private void referrers(Route.Referrers wanted, Reply reply) throws IOException {
    Optional<String> type = wanted.artifactType();
    List<Descriptor> rest =
        content.referrers(wanted.repository(), wanted.subject()).stream()
            .filter(d -> type.isEmpty() || d.artifactType().equals(type))
            .filter(d -> wanted.after().map(a -> a.compareTo(d.digest()) < 0).orElse(true))
            .toList();
    List<Descriptor> page = firstOf(rest);
    type.ifPresent(_ -> reply.header("OCI-Filters-Applied", "artifactType"));
    if (page.size() < rest.size()) {
      reply.header("Link", nextReferrers(wanted, page.getLast().digest()));
    }
    reply.send(
        200,
        MediaTypes.INDEX,
        JsonOut.object(
            out ->
                out.number("schemaVersion", 2)
                    .text("mediaType", MediaTypes.INDEX)
                    .objects("manifests", page, ReferrerJson::write)));
  }

  /** As many as an index may hold that clients accept, at least one. */
  private static List<Descriptor> firstOf(List<Descriptor> all) {
    var page = new ArrayList<Descriptor>();
    long size = 0;
    for (Descriptor descriptor : all) {
      size += ReferrerJson.bytes(descriptor).length;
      if (!page.isEmpty() && size > REFERRERS_LIMIT) {
        break;
      }
      page.add(descriptor);
    }
    return page;
  }

  private static String nextReferrers(Route.Referrers wanted, Digest last) {
    String filter =
        wanted
            .artifactType()
            .map(t -> "&artifactType=" + URLEncoder.encode(t, StandardCharsets.UTF_8))
            .orElse("");
    return "</v2/%s/referrers/%s?last=%s%s>; rel=\"next\""
        .formatted(wanted.repository().path(), wanted.subject(), last, filter);
  }
}
