package io.sealer.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sealer.node.api.ContentSender;
import io.sealer.node.api.ContentTalk;
import io.sealer.node.api.NamesTable;
import io.sealer.node.api.Piece;
import io.sealer.node.command.Terminal;
import io.sealer.node.serve.TestAuthority;
import io.sealer.oci.Descriptor;
import io.sealer.oci.Digest;
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
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /** What the operator says to a host of which it knows beforehand what it lacks. */
  private static byte[] said(DiskStore from, Optional<NamesTable> names, List<Piece> lacking)
      throws Exception {
    List<Descriptor> wanted = lacking.stream().map(Piece::descriptor).toList();
    var sender = new ContentSender(wanted, names, from, (_, _) -> {});
    for (Piece piece : lacking) {
      if (piece.length() > 0) {
        sender.hear(ContentTalk.lacks(piece.descriptor(), piece.offset()));
      }
    }
    sender.hear(ContentTalk.asked());
    var out = new ByteArrayOutputStream();
    sender.writeTo(out);
    return out.toByteArray();
  }

  private Ran receive(byte[] said) {
    return run(said, "receive", "--store", store());
  }

  @Test
  void only_what_is_lacking_is_sent_and_a_broken_talk_continues() throws Exception {
    try (DiskStore operator = DiskStore.open(temp.resolve("operator"))) {
      Descriptor big = operator.put("x", BLOB);
      Descriptor small = operator.put("x", "small".getBytes(UTF_8));
      byte[] whole =
          said(operator, Optional.empty(), List.of(new Piece(big, 0), new Piece(small, 0)));

      Ran broken = receive(Arrays.copyOf(whole, 200_000));
      assertThat(broken.out()).isEqualTo(lacks(big, 0) + lacks(small, 0) + "asked\n");
      assertThat(broken.code()).isEqualTo(1);
      assertThat(broken.err()).contains("error: the stream ends ").contains("hint: run the same");

      String first = receive(whole).out().lines().findFirst().orElseThrow();
      assertThat(first).startsWith("lacks " + big.digest());
      int position = Integer.parseInt(first.split(" ")[2]);
      assertThat(position).isBetween(190_000, 200_000);
    }
  }

  @Test
  void what_has_come_is_not_taken_again() throws Exception {
    try (DiskStore operator = DiskStore.open(temp.resolve("operator"))) {
      Descriptor big = operator.put("x", BLOB);
      Descriptor small = operator.put("x", "small".getBytes(UTF_8));
      List<Piece> pieces = List.of(new Piece(big, 0), new Piece(small, 0));
      String asked = lacks(big, 0) + lacks(small, 0) + "asked\n";
      assertThat(receive(said(operator, Optional.empty(), pieces)))
          .isEqualTo(new Ran(0, asked + lines("stored", big, small), ""));

      List<Piece> nothing = List.of(new Piece(big, big.size()), new Piece(small, small.size()));
      assertThat(receive(said(operator, Optional.empty(), nothing)))
          .isEqualTo(new Ran(0, "asked\n", ""));
    }
  }

  private static String lacks(Descriptor blob, long position) {
    return ContentTalk.lacks(blob, position) + "\n";
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
      byte[] said =
          said(operator, Optional.empty(), List.of(new Piece(big, 0), new Piece(small, 0)));
      said[said.length - 1000] ^= 1;
      Ran ran = receive(said);
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
    var table = new NamesTable(image, names, List.of());
    try (DiskStore operator = DiskStore.open(temp.resolve("operator"))) {
      assertThat(receive(said(operator, Optional.of(table), List.of())))
          .isEqualTo(new Ran(0, "asked\nnames 1\n", ""));
    }
    Ran other =
        run(new byte[0], "forget", "--store", store(), "--image", "" + Digest.of(new byte[2]));
    assertThat(other).isEqualTo(new Ran(0, "freed 0\n", ""));
    Ran own = run(new byte[0], "forget", "--store", store(), "--image", "" + image);
    assertThat(own).isEqualTo(new Ran(0, "freed 300000\n", ""));
  }

  @Test
  void names_that_come_once_more_do_not_take_away_those_that_came_after_them() throws Exception {
    Digest image = Digest.of(new byte[1]);
    try (DiskStore operator = DiskStore.open(temp.resolve("operator"));
        DiskStore host = DiskStore.open(Path.of(store()))) {
      Descriptor content = host.put("x", BLOB);
      var first = new TreeMap<>(Map.of(Reference.parse("a.io/etcd:1"), content));
      var all = new TreeMap<>(first);
      all.put(Reference.parse("a.io/web:1"), content);
      for (var names : List.of(first, all, first)) {
        var table = new NamesTable(image, names, List.of());
        assertThat(receive(said(operator, Optional.of(table), List.of())).code()).isZero();
      }

      var known = host.pins().all().get(NamesTable.pin(image));

      assertThat(known).isNotNull();
      assertThat(NamesTable.fromIndex(known).names()).isEqualTo(all);
    }
  }

  @Test
  void files_are_unpacked_as_soon_as_they_have_come() throws Exception {
    Path rootfs = temp.resolve("rootfs");
    try (DiskStore operator = DiskStore.open(temp.resolve("operator"))) {
      Descriptor manifest = rootfs(operator);
      Manifest image = OciJson.readManifest(operator.read(manifest));
      var blobs = List.of(image.layers().getFirst(), image.config(), manifest);
      var sender = new ContentSender(blobs, Optional.empty(), operator, (_, _) -> {});
      blobs.forEach(blob -> sender.hear(ContentTalk.lacks(blob, 0)));
      sender.hear(ContentTalk.asked());
      var said = new ByteArrayOutputStream();
      sender.writeTo(said);
      byte[] half = Arrays.copyOf(said.toByteArray(), said.size() / 2);

      assertThat(unpack(half, "broken", manifest, rootfs).code()).isEqualTo(1);
      assertThat(rootfs).doesNotExist();

      Ran whole = unpack(said.toByteArray(), "whole", manifest, rootfs);
      assertThat(whole.out()).endsWith("unpacked " + manifest.digest() + "\n");
      assertThat(rootfs.resolve("bin/program")).hasBinaryContent(BLOB);
    }
  }

  private Ran unpack(byte[] said, String store, Descriptor manifest, Path to) {
    String digest = manifest.digest().toString();
    String into = temp.resolve(store).toString();
    return run(said, "receive", "--store", into, "--manifest", digest, "--to", to.toString());
  }

  private static Descriptor rootfs(DiskStore store) throws Exception {
    try (LayerWriter writer = LayerWriter.open(store, Compression.ZSTD)) {
      writer.directory("bin", 0755);
      writer.add(TarEntry.file("bin/program", 0755, BLOB.length), new ByteArrayInputStream(BLOB));
      Layer layer = writer.commit();
      var config = ImageConfig.of(Platform.LINUX_AMD64, List.of(layer.diffId()));
      Descriptor stored = store.put(MediaTypes.CONFIG, OciJson.write(config));
      byte[] manifest = OciJson.write(Manifest.image(stored, List.of(layer.descriptor())));
      return store.put(MediaTypes.MANIFEST, manifest);
    }
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
    assertThat(run(new byte[0], "receive").err()).contains("option --store is missing");
    assertThat(run(new byte[0], "receive", "--stor", "x").err()).contains("unknown option --stor");
    assertThat(run(new byte[0], "forget", "--store", "x", "--image", "y").code()).isEqualTo(2);
    Ran noTalk = receive("{}\n".getBytes(UTF_8));
    assertThat(noTalk.code()).isEqualTo(1);
    assertThat(noTalk.err()).startsWith("error: ").contains("hint: ");
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
