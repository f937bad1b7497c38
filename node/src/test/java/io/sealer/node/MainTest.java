package io.sealer.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.BlobStream;
import io.sealer.node.api.NamesTable;
import io.sealer.node.api.Piece;
import io.sealer.node.command.Terminal;
import io.sealer.node.serve.TestAuthority;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.Progress;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  private static final byte[] BLOB = new byte[300_000];

  static {
    new Random(3).nextBytes(BLOB);
  }

  @TempDir Path temp;

  private record Ran(int code, String out, String err) {}

  private static Ran run(byte[] in, String... args) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var terminal =
        new Terminal(
            new ByteArrayInputStream(in),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, false, UTF_8));
    int code = Main.run(args, terminal);
    return new Ran(code, out.toString(UTF_8), err.toString(UTF_8));
  }

  private String store() {
    return temp.resolve("host").toString();
  }

  private static byte[] stream(DiskStore from, List<Piece> pieces) throws Exception {
    var out = new ByteArrayOutputStream();
    BlobStream.write(out, pieces, from, Progress.NONE);
    return out.toByteArray();
  }

  @Test
  void only_what_is_lacking_is_sent_and_a_broken_stream_continues() throws Exception {
    try (DiskStore operator = DiskStore.open(temp.resolve("operator"))) {
      Descriptor big = operator.put("x", BLOB);
      Descriptor small = operator.put("x", "small".getBytes(UTF_8));
      List<Descriptor> wanted = List.of(big, small);
      Ran missing = run(BlobStream.question(wanted), "missing", "--store", store());
      List<Piece> pieces = BlobStream.answer(wanted, missing.out());
      assertThat(pieces).containsExactly(new Piece(big, 0), new Piece(small, 0));

      byte[] broken = Arrays.copyOf(stream(operator, pieces), 200_000);
      Ran first = run(broken, "receive", "--store", store());
      assertThat(first.code()).isEqualTo(1);
      assertThat(first.err()).contains("error: the stream ends ").contains("hint: send again");

      missing = run(BlobStream.question(wanted), "missing", "--store", store());
      pieces = BlobStream.answer(wanted, missing.out());
      assertThat(pieces.getFirst().offset()).isBetween(190_000L, 200_000L);
      Ran second = run(stream(operator, pieces), "receive", "--store", store());
      assertThat(second).isEqualTo(new Ran(0, lines("stored", big, small), ""));

      Ran again = run(stream(operator, pieces), "receive", "--store", store());
      assertThat(again).isEqualTo(new Ran(0, lines("present", big, small), ""));
      assertThat(run(BlobStream.question(wanted), "missing", "--store", store()).out()).isEmpty();
    }
  }

  private static String lines(String word, Descriptor... blobs) {
    var lines = new StringBuilder();
    for (Descriptor blob : blobs) {
      lines.append(word).append(' ').append(blob.digest()).append(' ').append(blob.size());
      lines.append('\n');
    }
    return lines.toString();
  }

  @Test
  void a_damaged_blob_is_refused_and_the_others_arrive() throws Exception {
    try (DiskStore operator = DiskStore.open(temp.resolve("operator"))) {
      Descriptor big = operator.put("x", BLOB);
      Descriptor small = operator.put("x", "small".getBytes(UTF_8));
      byte[] stream = stream(operator, List.of(new Piece(big, 0), new Piece(small, 0)));
      stream[stream.length - 1000] ^= 1;
      Ran ran = run(stream, "receive", "--store", store());
      assertThat(ran.code()).isEqualTo(1);
      assertThat(ran.out())
          .contains("failed " + big.digest() + " content must have digest")
          .contains("stored " + small.digest());
      assertThat(ran.err()).contains("error: 1 blobs could not be stored");
    }
  }

  @Test
  void names_keep_content_until_they_are_forgotten() throws Exception {
    Descriptor kept;
    try (DiskStore host = DiskStore.open(Path.of(store()))) {
      kept = host.put("x", BLOB);
    }
    Digest image = Digest.of(new byte[1]);
    var names = new TreeMap<>(Map.of(Reference.parse("a.io/b:1"), kept));
    byte[] table = new NamesTable(image, names, List.of()).toJson();
    assertThat(run(table, "names", "--store", store())).isEqualTo(new Ran(0, "names 1\n", ""));
    Ran other =
        run(new byte[0], "forget", "--store", store(), "--image", "" + Digest.of(new byte[2]));
    assertThat(other).isEqualTo(new Ran(0, "freed 0\n", ""));
    Ran own = run(new byte[0], "forget", "--store", store(), "--image", "" + image);
    assertThat(own).isEqualTo(new Ran(0, "freed 300000\n", ""));
  }

  @Test
  void the_exercise_of_the_build_walks_through_the_commands_and_lets_an_agent_ask_another()
      throws Exception {
    Path pki = temp.resolve("pki");
    new TestAuthority("exercise").issue(pki, "127.0.0.1");
    Path in = temp.resolve("exercise");
    Ran ran = run(new byte[0], "exercise", "--in", in.toString(), "--pki", pki.toString());
    assertThat(ran.err()).isEmpty();
    assertThat(ran.code()).isZero();
    assertThat(ran.out()).startsWith("sealer-node ");
    try (var arrived = Files.list(in.resolve("empty/blobs/sha256"))) {
      assertThat(arrived).hasSize(2);
    }
  }

  @Test
  void wrong_usage_is_told_apart_from_failure() {
    assertThat(run(new byte[0]).code()).isEqualTo(2);
    assertThat(run(new byte[0]).err()).contains("usage: sealer-node COMMAND");
    assertThat(run(new byte[0], "fly").err()).startsWith("error: unknown command 'fly'\nhint: ");
    assertThat(run(new byte[0], "missing").err()).contains("option --store is missing");
    assertThat(run(new byte[0], "missing", "--stor", "x").err()).contains("unknown option --stor");
    assertThat(run(new byte[0], "forget", "--store", "x", "--image", "y").code()).isEqualTo(2);
    Ran noTable = run("{}".getBytes(UTF_8), "names", "--store", store());
    assertThat(noTable.code()).isEqualTo(1);
    assertThat(noTable.err()).startsWith("error: ").contains("hint: ");
    assertThat(run(new byte[0], "serve", "--config", "/nowhere").code()).isEqualTo(1);
    Ran missingManifest =
        run(
            new byte[0],
            "unpack",
            "--store",
            store(),
            "--manifest",
            "" + Descriptor.of(MediaTypes.MANIFEST, BLOB).digest(),
            "--to",
            temp.resolve("r").toString());
    assertThat(missingManifest.err()).contains("is not in the store");
    assertThat(run(new byte[0], "version").out()).startsWith("sealer-node ");
  }
}
