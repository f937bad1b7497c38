package io.sealer.oci.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sealer.oci.Descriptor;
import io.sealer.oci.Manifest;
import io.sealer.oci.MediaTypes;
import io.sealer.oci.OciException;
import io.sealer.oci.OciJson;
import io.sealer.oci.Reference;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What every image store must do. */
interface ImageStoreContract {
  byte[] HELLO = "hello".getBytes(UTF_8);
  Descriptor HELLO_LAYER = Descriptor.of(MediaTypes.LAYER_TAR, HELLO);

  ImageStore store();

  @Test
  default void what_is_put_can_be_read() throws Exception {
    assertThat(store().has(HELLO_LAYER.digest())).isFalse();
    store().put(HELLO_LAYER, () -> new ByteArrayInputStream(HELLO));
    assertThat(store().size(HELLO_LAYER.digest())).hasValue(5);
    assertThat(store().read(HELLO_LAYER)).isEqualTo(HELLO);
    try (InputStream in = store().open(HELLO_LAYER.digest())) {
      assertThat(in).hasBinaryContent(HELLO);
    }
  }

  @Test
  default void what_is_here_is_not_asked_for_again() throws Exception {
    var opened = new AtomicInteger();
    for (int i = 0; i < 2; i++) {
      store()
          .put(
              HELLO_LAYER,
              () -> {
                opened.incrementAndGet();
                return new ByteArrayInputStream(HELLO);
              });
    }
    assertThat(opened).hasValue(1);
  }

  @Test
  default void content_that_is_missing_is_said_with_its_digest() {
    assertThatThrownBy(() -> store().open(HELLO_LAYER.digest()))
        .isInstanceOf(MissingContentException.class)
        .hasMessageContaining(HELLO_LAYER.digest().toString());
    assertThatThrownBy(() -> store().read(HELLO_LAYER)).isInstanceOf(MissingContentException.class);
  }

  @Test
  default void corrupt_content_is_refused_and_never_becomes_visible() throws Exception {
    for (String wrong : new String[] {"hellO", "hell", "hello!", ""}) {
      assertThatThrownBy(
              () -> store().put(HELLO_LAYER, () -> new ByteArrayInputStream(wrong.getBytes(UTF_8))))
          .isInstanceOf(CorruptContentException.class)
          .hasMessageContaining(HELLO_LAYER.digest().toString());
      assertThat(store().has(HELLO_LAYER.digest())).isFalse();
    }
  }

  @Test
  default void a_source_that_breaks_leaves_nothing() throws Exception {
    var broken =
        new FilterInputStream(new ByteArrayInputStream(HELLO)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };
    assertThatThrownBy(() -> store().put(HELLO_LAYER, () -> broken))
        .hasMessageContaining("connection reset");
    assertThat(store().has(HELLO_LAYER.digest())).isFalse();
  }

  @Test
  default void content_of_unknown_digest_is_visible_after_commit_only() throws Exception {
    try (var out = store().ingest()) {
      out.write('h');
      out.write(HELLO, 1, 4);
      assertThat(store().has(HELLO_LAYER.digest())).isFalse();
      assertThat(out.commit(MediaTypes.LAYER_TAR)).isEqualTo(HELLO_LAYER);
    }
    assertThat(store().read(HELLO_LAYER)).isEqualTo(HELLO);
    try (var out = store().ingest()) {
      out.write("given up".getBytes(UTF_8));
    }
    assertThat(store().has(Descriptor.of("x", "given up".getBytes(UTF_8)).digest())).isFalse();
  }

  @Test
  default void a_large_ingest_is_hashed_across_its_buffers() throws Exception {
    byte[] large = new byte[1_000_003];
    new Random(1).nextBytes(large);
    try (var out = store().ingest()) {
      for (int at = 0, n = 1; at < large.length; at += n, n = Math.min(n * 3, large.length - at)) {
        out.write(large, at, n);
      }
      assertThat(out.commit("x")).isEqualTo(Descriptor.of("x", large));
    }
  }

  @Test
  default void a_broken_download_continues_where_it_stopped() throws Exception {
    try (var part = store().resume(HELLO_LAYER)) {
      assertThat(part.position()).isZero();
      part.write(HELLO, 0, 3);
    }
    assertThat(store().has(HELLO_LAYER.digest())).isFalse();
    try (var part = store().resume(HELLO_LAYER)) {
      assertThat(part.position()).isEqualTo(3);
      part.write(HELLO, 3, 2);
      part.commit();
    }
    assertThat(store().read(HELLO_LAYER)).isEqualTo(HELLO);
    try (var part = store().resume(HELLO_LAYER)) {
      assertThat(part.position()).isEqualTo(5);
      part.commit();
    }
  }

  @Test
  default void a_download_can_be_read_while_it_comes_in() throws Exception {
    try (var part = store().resume(HELLO_LAYER)) {
      part.write(HELLO, 0, 3);
      try (var reader = part.reader().orElseThrow()) {
        var seen = ByteBuffer.allocate(8);
        assertThat(reader.read(seen)).isEqualTo(3);
        part.write(HELLO, 3, 2);
        part.commit();
        assertThat(reader.read(seen)).isEqualTo(2);
        assertThat(seen.flip()).isEqualTo(ByteBuffer.wrap(HELLO));
      }
      assertThat(part.reader()).isEmpty();
    }
    try (var part = store().resume(HELLO_LAYER)) {
      assertThat(part.reader()).isEmpty();
    }
  }

  @Test
  default void a_download_that_went_wrong_starts_again() throws Exception {
    try (var part = store().resume(HELLO_LAYER)) {
      part.write("xxxxx".getBytes(UTF_8), 0, 5);
      assertThatThrownBy(part::commit).isInstanceOf(CorruptContentException.class);
      assertThat(part.position()).isZero();
      part.write(HELLO, 0, 4);
      assertThatThrownBy(part::commit).hasMessageContaining("must have 5 bytes, but has 4");
      part.write(HELLO, 0, 4);
      assertThatThrownBy(() -> part.write(HELLO, 0, 2)).hasMessageContaining("but has more");
      part.write(HELLO, 0, 5);
      part.restart();
      part.write(HELLO, 0, 5);
      part.commit();
    }
    assertThat(store().read(HELLO_LAYER)).isEqualTo(HELLO);
  }

  @Test
  default void a_second_download_of_the_same_content_waits_and_finds_it_whole() throws Exception {
    var first = store().resume(HELLO_LAYER);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var second =
          threads.submit(
              () -> {
                try (var part = store().resume(HELLO_LAYER)) {
                  return part.position();
                }
              });
      first.write(HELLO, 0, 5);
      assertThat(second.isDone()).isFalse();
      first.commit();
      assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo(5);
    } finally {
      first.close();
    }
  }

  @Test
  default void names_stand_for_content_and_are_sorted() throws Exception {
    Descriptor one = Samples.image(store(), "1");
    Descriptor two = Samples.image(store(), "2");
    store().tag(Reference.parse("b:1"), one);
    store().tag(Reference.parse("a:1"), one);
    store().tag(Reference.parse("quay.io/x/c"), two);
    store().tag(Reference.parse("b:1"), two);
    assertThat(store().names())
        .extracting(named -> named.name().familiar())
        .containsExactly("a:1", "b:1", "quay.io/x/c:latest");
    assertThat(store().resolve(Reference.parse("b:1"))).contains(two);
    assertThat(store().resolve(Reference.parse("b:2"))).isEmpty();
    assertThat(store().untag(Reference.parse("b:1"))).isTrue();
    assertThat(store().untag(Reference.parse("b:1"))).isFalse();
    assertThat(store().names()).hasSize(2);
  }

  @Test
  default void a_name_with_a_digest_means_that_content_only() throws Exception {
    Descriptor old = Samples.image(store(), "1");
    Descriptor now = Samples.index(store(), Samples.image(store(), "2"));
    Reference name = Reference.parse("a:1");
    store().tag(name.pinnedTo(now.digest()), now);
    assertThat(store().resolve(name)).contains(now);
    assertThat(store().resolve(name.pinnedTo(now.digest()))).contains(now);
    assertThat(store().resolve(name.pinnedTo(old.digest()))).contains(old);
    assertThat(store().resolve(Reference.parse("other@" + now.digest()))).contains(now);
    assertThat(store().resolve(name.pinnedTo(HELLO_LAYER.digest()))).isEmpty();
    Descriptor layer = store().put(MediaTypes.LAYER_TAR, HELLO);
    assertThat(store().resolve(name.pinnedTo(layer.digest()))).isEmpty();
    assertThatThrownBy(() -> store().tag(name.pinnedTo(old.digest()), now))
        .isInstanceOf(OciException.class);
  }

  @Test
  default void only_what_is_whole_gets_a_name() throws Exception {
    Descriptor config = Descriptor.of(MediaTypes.CONFIG, HELLO);
    var manifest = Manifest.image(config, List.of());
    Descriptor incomplete = store().put(MediaTypes.MANIFEST, OciJson.write(manifest));
    assertThatThrownBy(() -> store().tag(Reference.parse("a"), incomplete))
        .isInstanceOf(MissingContentException.class)
        .hasMessageContaining(config.digest().toString());
    assertThat(store().names()).isEmpty();
  }

  @Test
  default void an_index_may_lack_the_platforms_that_nobody_fetched() throws Exception {
    Descriptor here = Samples.image(store(), "here");
    Descriptor away = Descriptor.of(MediaTypes.MANIFEST, HELLO);
    Descriptor index = Samples.index(store(), away, here);
    store().tag(Reference.parse("sparse"), index);
    store().prune();
    assertThat(store().has(here.digest())).isTrue();
  }

  @Test
  default void prune_removes_what_no_name_needs() throws Exception {
    Descriptor kept = Samples.index(store(), Samples.image(store(), "shared", "kept"));
    Descriptor gone = Samples.image(store(), "shared", "gone");
    store().tag(Reference.parse("kept"), kept);
    store().tag(Reference.parse("gone"), gone);
    assertThat(store().prune()).isZero();
    store().untag(Reference.parse("gone"));
    assertThat(store().prune()).isGreaterThan(gone.size());
    assertThat(store().has(gone.digest())).isFalse();
    assertThat(store().has(Descriptor.of("", "gone".getBytes(UTF_8)).digest())).isFalse();
    Closure rest = Closure.of(store(), kept);
    assertThat(rest.documents()).hasSize(2);
    for (Descriptor part : rest.all()) {
      assertThat(store().has(part.digest())).isTrue();
    }
  }
}
