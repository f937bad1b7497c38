package io.sealer.share.delta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static byte[] random(long seed, int length) {
    byte[] content = new byte[length];
    new Random(seed).nextBytes(content);
    return content;
  }

  private static List<String> cut(byte[] content) throws IOException {
    var chunks = new ArrayList<String>();
    Chunker.cut(
        new ByteArrayInputStream(content),
        (buffer, offset, length) ->
            chunks.add(
                length
                    + ":"
                    + Arrays.hashCode(Arrays.copyOfRange(buffer, offset, offset + length))));
    return chunks;
  }

  @RepeatedTest(30)
  void chunks_in_order_are_the_content_and_have_the_sizes_promised(RepetitionInfo seed)
      throws IOException {
    int length = new Random(seed.getCurrentRepetition()).nextInt(3_000_000);
    byte[] content = random(seed.getCurrentRepetition(), length);
    var joined = new ByteArrayOutputStream();
    var sizes = new ArrayList<Integer>();
    Chunker.cut(
        new ByteArrayInputStream(content),
        (buffer, offset, n) -> {
          joined.write(buffer, offset, n);
          sizes.add(n);
        });
    assertThat(joined.toByteArray()).isEqualTo(content);
    for (int i = 0; i < sizes.size() - 1; i++) {
      assertThat(sizes.get(i)).isBetween(Chunker.SMALLEST, Chunker.LARGEST);
    }
  }

  @RepeatedTest(25)
  void an_insertion_changes_only_the_chunks_near_it(RepetitionInfo repetition) throws IOException {
    int seed = repetition.getCurrentRepetition();
    int at = new Random(seed).nextInt(2_000_000);
    int inserted = 1 + new Random(seed).nextInt(20_000);
    byte[] content = random(seed, 2_000_000);
    byte[] changed = new byte[content.length + inserted];
    System.arraycopy(content, 0, changed, 0, at);
    System.arraycopy(random(seed + 1, inserted), 0, changed, at, inserted);
    System.arraycopy(content, at, changed, at + inserted, content.length - at);
    var before = new HashSet<>(cut(content));
    long fresh = cut(changed).stream().filter(chunk -> !before.contains(chunk)).count();
    assertThat(fresh).isLessThanOrEqualTo(12);
  }

  @RepeatedTest(10)
  void it_does_not_matter_in_what_portions_a_stream_gives_its_content(RepetitionInfo repetition)
      throws IOException {
    long seed = repetition.getCurrentRepetition();
    byte[] content = random(seed, 500_000);
    var random = new Random(seed);
    var portions =
        new FilterInputStream(new ByteArrayInputStream(content)) {
          @Override
          public int read(byte[] buffer, int offset, int length) throws IOException {
            return super.read(buffer, offset, Math.min(length, 1 + random.nextInt(5000)));
          }
        };
    var chunks = new ArrayList<Integer>();
    Chunker.cut(portions, (buffer, offset, length) -> chunks.add(length));
    assertThat(chunks)
        .isEqualTo(
            cut(content).stream()
                .map(chunk -> Integer.valueOf(chunk.substring(0, chunk.indexOf(':'))))
                .toList());
  }

  @Test
  void the_cuts_are_the_same_for_ever() throws Exception {
    assertThat(cut(random(1, 100_000)))
        .extracting(chunk -> chunk.substring(0, chunk.indexOf(':')))
        .containsExactly("16515", "23071", "34954", "23362", "2098");
    assertThat(cut(new byte[200_000])).hasSize(4); // nothing to cut at: the largest size
    assertThat(cut(new byte[0])).isEmpty();
  }
}
