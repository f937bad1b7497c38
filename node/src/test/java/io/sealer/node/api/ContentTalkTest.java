package io.sealer.node.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.OciException;
import io.sealer.oci.Reference;
import io.sealer.oci.store.DiskStore;
import io.sealer.oci.store.MissingContentException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ContentTalkTest {
  @TempDir Path directory;

  private static ContentSender sender(DiskStore store, NamesTable names, Descriptor... wanted) {
    return new ContentSender(List.of(wanted), Optional.of(names), store, (_, _) -> {});
  }

  private static NamesTable names(Descriptor of) {
    var names = new TreeMap<>(Map.of(Reference.parse("a.io/b:1"), of));
    return new NamesTable(of.digest(), names, List.of());
  }

  private static InputStream said(ContentSender sender) throws Exception {
    var out = new ByteArrayOutputStream();
    sender.writeTo(out);
    return new ByteArrayInputStream(out.toByteArray());
  }

  @Test
  void only_what_the_host_lacks_is_sent_then_the_names() throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      Descriptor one = store.put("text/plain", "first blob".getBytes(UTF_8));
      Descriptor two = store.put("text/plain", "second".getBytes(UTF_8));
      Descriptor three = store.put("text/plain", "third".getBytes(UTF_8));
      ContentSender sender = sender(store, names(one), one, two, three);
      sender.hear(ContentTalk.lacks(one, 6));
      sender.hear("a warning of somebody");
      sender.hear(ContentTalk.lacks(three, 0));
      sender.hear(ContentTalk.asked());

      InputStream in = said(sender);

      assertThat(ContentTalk.readQuestion(in)).containsExactly(one, two, three);
      assertThat(new String(in.readNBytes(9), UTF_8)).isEqualTo("blobthird");
      assertThat(ContentTalk.readNames(in)).contains(names(one));
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void nothing_is_sent_before_the_host_has_said_what_it_lacks() throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      Descriptor blob = store.put("text/plain", "content".getBytes(UTF_8));
      var moved = new ArrayList<String>();
      var sender =
          new ContentSender(
              List.of(blob),
              Optional.empty(),
              store,
              (done, total) -> moved.add(done + " of " + total));
      var out = new ByteArrayOutputStream();
      Thread writing = Thread.startVirtualThread(() -> quietly(() -> sender.writeTo(out)));
      sender.hear(ContentTalk.lacks(blob, 3));
      assertThat(moved).isEmpty();
      sender.hear(ContentTalk.asked());
      writing.join();
      assertThat(moved).containsExactly("4 of 4");
      assertThat(out.toString(UTF_8)).endsWith("\ntentnames 0\n");
    }
  }

  /** Something that may fail. */
  private interface Action {
    void run() throws Exception;
  }

  private static void quietly(Action action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void a_host_that_falls_silent_lets_the_sender_go() throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      Descriptor blob = store.put("text/plain", "content".getBytes(UTF_8));
      ContentSender sender = sender(store, names(blob), blob);
      sender.end();
      assertThatThrownBy(() -> said(sender)).isInstanceOf(EOFException.class);
    }
  }

  @Test
  void the_first_blob_that_failed_is_remembered() throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      Descriptor blob = store.put("text/plain", "content".getBytes(UTF_8));
      ContentSender sender = sender(store, names(blob), blob);
      assertThat(sender.failure()).isEmpty();
      sender.hear("failed sha256:1 no room");
      sender.hear("failed sha256:2 no room");
      assertThat(sender.failure()).contains("sha256:1 no room");
    }
  }

  @Test
  void missing_content_is_named() throws Exception {
    Descriptor absent = Descriptor.of("text/plain", "absent".getBytes(UTF_8));
    try (DiskStore store = DiskStore.open(directory)) {
      ContentSender sender = sender(store, names(absent), absent);
      sender.hear(ContentTalk.lacks(absent, 0));
      sender.hear(ContentTalk.asked());
      assertThatThrownBy(() -> said(sender))
          .isInstanceOf(MissingContentException.class)
          .hasMessageContaining(absent.digest().toString());
    }
  }

  @Test
  void a_host_that_lacks_what_nobody_offered_is_not_believed() throws Exception {
    try (DiskStore store = DiskStore.open(directory)) {
      Descriptor blob = store.put("text/plain", "content".getBytes(UTF_8));
      Descriptor other = Descriptor.of("text/plain", "other".getBytes(UTF_8));
      for (String line :
          List.of(
              ContentTalk.lacks(other, 0),
              ContentTalk.lacks(blob, 8),
              ContentTalk.lacks(blob, -1),
              "lacks " + blob.digest())) {
        ContentSender sender = sender(store, names(blob), blob);
        sender.hear(line);
        assertThatThrownBy(() -> said(sender)).as(line).isInstanceOf(OciException.class);
      }
    }
  }

  @Test
  void other_streams_are_refused() {
    assertRefused("", EOFException.class);
    assertRefused("sealer-content 2 1\n", OciException.class);
    assertRefused("sealer-content 1 -1\n", OciException.class);
    assertRefused("sealer-content 1 2000000\n", OciException.class);
    assertRefused("sealer-content 1 1\nsha256:12 1 a/b\n", OciException.class);
    String digest = Descriptor.of("a/b", new byte[1]).digest().toString();
    assertRefused("sealer-content 1 1\n" + digest + " -1 a/b\n", OciException.class);
    assertRefused("sealer-content 1 1\n" + digest + " 1\n", OciException.class);
    assertRefused("sealer-content 1 2\n" + digest + " 1 a/b\n", EOFException.class);
    assertRefused("x".repeat(5000), OciException.class);
  }

  private static void assertRefused(String stream, Class<? extends Exception> error) {
    assertThatThrownBy(
            () -> ContentTalk.readQuestion(new ByteArrayInputStream(stream.getBytes(UTF_8))))
        .isInstanceOf(error);
  }

  @Test
  void other_names_are_refused() {
    for (String text : List.of("", "names", "names x\n", "name 1\n{", "names 100\n{}")) {
      assertThatThrownBy(
              () -> ContentTalk.readNames(new ByteArrayInputStream(text.getBytes(UTF_8))))
          .as(text)
          .isInstanceOfAny(EOFException.class, OciException.class);
    }
  }
}
