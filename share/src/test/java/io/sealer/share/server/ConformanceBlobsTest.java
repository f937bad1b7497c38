package io.sealer.share.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the specification asks of blobs ("Pulling blobs", "Pushing Blobs", "Deleting Blobs"). */
class ConformanceBlobsTest {
  private static final String UPLOADS = "/v2/team/one/blobs/uploads/";

  @TempDir Path directory;
  private TestRegistry registry;
  private Client client;
  private final byte[] blob = new byte[3067];

  @BeforeEach
  void start() throws IOException {
    registry = new TestRegistry(directory);
    client = registry.client;
    new Random(7).nextBytes(blob);
  }

  @AfterEach
  void stop() throws IOException {
    registry.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "sha512"})
  void a_blob_is_unknown_until_it_was_pushed_and_after_it_was_deleted(String algorithm)
      throws Exception {
    String path = "/v2/team/one/blobs/" + Client.digest(algorithm, blob);
    assertThat(client.get(path).status()).isEqualTo(404);
    assertThat(client.get(path).code()).isEqualTo("BLOB_UNKNOWN");
    assertThat(client.head(path).status()).isEqualTo(404);
    var pushed = client.send("POST", UPLOADS + "?digest=" + Client.digest(algorithm, blob), blob);
    assertThat(pushed.status()).isEqualTo(201);
    assertIsHere(algorithm, pushed.location(), blob);
    assertThat(client.delete(path).status()).isEqualTo(202);
    assertThat(client.head(path).status()).isEqualTo(404);
    assertThat(client.delete(path).status()).isEqualTo(404);
  }

  private void assertIsHere(String algorithm, String path, byte[] content) throws Exception {
    String digest = Client.digest(algorithm, content);
    var got = client.get(path);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.body()).isEqualTo(content);
    assertThat(got.header("Docker-Content-Digest")).contains(digest);
    var head = client.head("/v2/team/one/blobs/" + digest);
    assertThat(head.status()).isEqualTo(200);
    assertThat(head.header("Content-Length")).contains(String.valueOf(content.length));
    assertThat(head.header("Docker-Content-Digest")).contains(digest);
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"sha256,0", "sha256,2", "sha256,3067", "sha512,0", "sha512,3067"})
  void post_then_put_takes_blobs_of_any_size(String algorithm, int size) throws Exception {
    byte[] content = Arrays.copyOf(blob, size);
    var put =
        client.send(
            "PUT",
            begin() + "?digest=" + Client.digest(algorithm, content),
            content,
            "Content-Type",
            "application/octet-stream");
    assertThat(put.status()).isEqualTo(201);
    assertThat(put.header("Docker-Content-Digest")).contains(Client.digest(algorithm, content));
    assertIsHere(algorithm, put.location(), content);
  }

  private String begin() throws Exception {
    var begun = client.send("POST", UPLOADS, new byte[0]);
    assertThat(begun.status()).isEqualTo(202);
    return begun.location();
  }

  @ParameterizedTest
  @CsvSource({"sha256,true", "sha256,false", "sha512,true", "sha512,false"})
  void chunks_in_order_make_a_blob(String algorithm, boolean lastInPut) throws Exception {
    String at = begin();
    for (int from = 0; from < 3067; from += 1024) {
      int to = Math.min(from + 1024, 3067);
      byte[] chunk = Arrays.copyOfRange(blob, from, to);
      String range = from + "-" + (to - 1);
      if (lastInPut && to == 3067) {
        var put =
            client.send(
                "PUT",
                at + "?digest=" + Client.digest(algorithm, blob),
                chunk,
                "Content-Range",
                range);
        assertThat(put.status()).isEqualTo(201);
        assertIsHere(algorithm, put.location(), blob);
        return;
      }
      var patched = client.send("PATCH", at, chunk, "Content-Range", range);
      assertThat(patched.status()).isEqualTo(202);
      assertThat(patched.header("Range")).contains("0-" + (to - 1));
      at = patched.location();
      assertThat(client.get(at).status()).isEqualTo(204);
      assertThat(client.get(at).header("Range")).contains("0-" + (to - 1));
    }
    var put = client.send("PUT", at + "?digest=" + Client.digest(algorithm, blob), new byte[0]);
    assertThat(put.status()).isEqualTo(201);
    assertIsHere(algorithm, put.location(), blob);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH", "PUT"})
  void a_chunk_out_of_order_is_refused_and_the_upload_goes_on(String method) throws Exception {
    String at = begin();
    byte[] first = Arrays.copyOf(blob, 1000);
    byte[] rest = Arrays.copyOfRange(blob, 1000, blob.length);
    String digest = "?digest=" + Client.digest("sha256", blob);
    for (String wrong : new String[] {"1000-3066", "1-2067"}) {
      String path = method.equals("PUT") ? at + digest : at;
      var refused = client.send(method, path, rest, "Content-Range", wrong);
      assertThat(refused.status()).isEqualTo(416);
      assertThat(refused.code()).isEqualTo("BLOB_UPLOAD_INVALID");
      assertThat(refused.header("Location")).contains(at);
      assertThat(client.get(at).status()).isEqualTo(204);
    }
    assertThat(client.send("PATCH", at, first, "Content-Range", "0-999").status()).isEqualTo(202);
    var again = client.send("PATCH", at, first, "Content-Range", "0-999");
    assertThat(again.status()).isEqualTo(416);
    assertThat(again.header("Range")).contains("0-999");
    var put = client.send("PUT", at + digest, rest, "Content-Range", "1000-3066");
    assertThat(put.status()).isEqualTo(201);
    assertIsHere("sha256", put.location(), blob);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "sha512"})
  void a_stream_of_unknown_length_makes_a_blob(String algorithm) throws Exception {
    var patched =
        client.send(
            "PATCH", begin(), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(blob)));
    assertThat(patched.status()).isEqualTo(202);
    var put =
        client.send(
            "PUT", patched.location() + "?digest=" + Client.digest(algorithm, blob), new byte[0]);
    assertThat(put.status()).isEqualTo(201);
    assertIsHere(algorithm, put.location(), blob);
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "PATCH+PUT", "STREAM"})
  void content_of_another_digest_is_refused_and_not_kept(String way) throws Exception {
    String digest = Client.digest("sha256", "something else".getBytes(UTF_8));
    Client.Answer answer =
        switch (way) {
          case "POST" -> client.send("POST", UPLOADS + "?digest=" + digest, blob);
          case "PUT" -> client.send("PUT", begin() + "?digest=" + digest, blob);
          default -> {
            String at = begin();
            var body =
                way.equals("STREAM")
                    ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(blob))
                    : BodyPublishers.ofByteArray(blob);
            assertThat(client.send("PATCH", at, body).status()).isEqualTo(202);
            yield client.send("PUT", at + "?digest=" + digest, new byte[0]);
          }
        };
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("DIGEST_INVALID");
    assertThat(client.head("/v2/team/one/blobs/" + digest).status()).isEqualTo(404);
    assertThat(directory.resolve("uploads")).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256", "sha512"})
  void a_blob_of_another_repository_is_mounted_when_it_is_there(String algorithm) throws Exception {
    String digest = Client.digest(algorithm, blob);
    String path = UPLOADS + "?mount=" + digest;
    var missing = client.send("POST", path + "&from=team/two", new byte[0]);
    assertThat(missing.status()).isEqualTo(202);
    assertThat(client.head("/v2/team/one/blobs/" + digest).status()).isEqualTo(404);
    String two = "/v2/team/two/blobs/uploads/?digest=" + digest;
    assertThat(client.send("POST", two, blob).status()).isEqualTo(201);
    assertThat(client.head("/v2/team/one/blobs/" + digest).status()).isEqualTo(404);
    assertThat(client.send("POST", path + "&from=team/three", new byte[0]).status()).isEqualTo(202);
    for (String from : new String[] {"&from=team/two", ""}) {
      var mounted = client.send("POST", path + from, new byte[0]);
      assertThat(mounted.status()).isEqualTo(201);
      assertIsHere(algorithm, mounted.location(), blob);
      assertThat(client.delete("/v2/team/one/blobs/" + digest).status()).isEqualTo(202);
    }
    assertThat(client.head("/v2/team/two/blobs/" + digest).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=500-1499, 500, 1500",
    "bytes=500-, 500, 3067",
    "bytes=-500, 2567, 3067",
    "bytes=3000-9000, 3000, 3067",
    "bytes=0-0, 0, 1"
  })
  void a_range_of_a_blob_is_served(String range, int from, int to) throws Exception {
    client.push("team/one", blob);
    String path = "/v2/team/one/blobs/" + Client.digest("sha256", blob);
    var got = client.get(path, "Range", range);
    assertThat(got.status()).isEqualTo(206);
    assertThat(got.body()).isEqualTo(Arrays.copyOfRange(blob, from, to));
    assertThat(got.header("Content-Range")).contains("bytes " + from + "-" + (to - 1) + "/3067");
    assertThat(got.header("Content-Length")).contains(String.valueOf(to - from));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=500-0", "bytes=5000-10000", "bytes=3067-"})
  void a_range_that_is_none_is_refused(String range) throws Exception {
    client.push("team/one", blob);
    String path = "/v2/team/one/blobs/" + Client.digest("sha256", blob);
    var got = client.get(path, "Range", range);
    assertThat(got.status()).isEqualTo(416);
    assertThat(got.header("Content-Range")).contains("bytes */3067");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "W/"})
  void a_client_that_has_the_content_is_told_so(String weak) throws Exception {
    client.push("team/one", blob);
    String digest = Client.digest("sha256", blob);
    String path = "/v2/team/one/blobs/" + digest;
    var known = client.get(path, "If-None-Match", weak + "\"" + digest + "\"");
    assertThat(known.status()).isEqualTo(304);
    assertThat(known.body()).isEmpty();
    assertThat(client.get(path, "If-None-Match", "\"other\"").status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PATCH", "PUT", "DELETE"})
  void an_upload_that_was_cancelled_or_belongs_to_another_repository_is_unknown(String method)
      throws Exception {
    String at = begin();
    String digest = "?digest=" + Client.digest("sha256", blob);
    String elsewhere = at.replace("/one/", "/two/");
    assertThat(client.send(method, elsewhere + digest, blob).code())
        .isEqualTo("BLOB_UPLOAD_UNKNOWN");
    assertThat(client.delete(at).status()).isEqualTo(204);
    var gone = client.send(method, at + digest, blob);
    assertThat(gone.status()).isEqualTo(404);
    assertThat(gone.code()).isEqualTo("BLOB_UPLOAD_UNKNOWN");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "999", "-999", "0-", "999-0", "bytes */3067", "0-999,1000-1999"})
  void a_chunk_whose_range_makes_no_sense_is_refused(String range) throws Exception {
    for (String digest : new String[] {"", "?digest=" + Client.digest("sha256", blob)}) {
      String at = begin();
      String method = digest.isEmpty() ? "PATCH" : "PUT";
      var refused = client.send(method, at + digest, blob, "Content-Range", range);
      assertThat(refused.status()).isEqualTo(416);
      assertThat(refused.code()).isEqualTo("BLOB_UPLOAD_INVALID");
      assertThat(refused.location()).isEqualTo(at);
      assertThat(refused.text()).contains("START-END");
    }
  }

  @ParameterizedTest
  @CsvSource({"0-99, false", "0-99, true", "0-5000, false", "0-5000, true"})
  void a_chunk_that_is_shorter_or_longer_than_its_range_is_refused(String range, boolean streamed)
      throws Exception {
    String at = begin();
    var refused = client.send("PATCH", at, body(streamed), "Content-Range", range);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.code()).isEqualTo("SIZE_INVALID");
    String digest = "?digest=" + Client.digest("sha256", blob);
    refused = client.send("PUT", at + digest, body(streamed), "Content-Range", range);
    assertThat(refused.code()).isEqualTo("SIZE_INVALID");
    var patched = client.send("PATCH", at, body(streamed), "Content-Range", "0-3066");
    assertThat(patched.status()).isEqualTo(202);
    var put = client.send("PUT", at + digest, new byte[0]);
    assertThat(put.status()).isEqualTo(201);
    assertIsHere("sha256", put.location(), blob);
  }

  private BodyPublisher body(boolean streamed) {
    return streamed
        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(blob))
        : BodyPublishers.ofByteArray(blob);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mount=nonsense&from=team/two",
        "mount=sha256:abc&from=team/two",
        "mount=DIGEST&from=NO/NAME",
        "mount=DIGEST&from=team/absent&digest=DIGEST"
      })
  void a_mount_that_is_not_possible_starts_an_upload(String query) throws Exception {
    client.push("team/two", blob);
    String digest = Client.digest("sha256", blob);
    var begun = client.send("POST", UPLOADS + "?" + query.replace("DIGEST", digest), new byte[0]);
    assertThat(begun.status()).isEqualTo(202);
    var put = client.send("PUT", begun.location() + "?digest=" + digest, blob);
    assertThat(put.status()).isEqualTo(201);
    assertIsHere("sha256", put.location(), blob);
  }
}
