package io.sealer.share.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  @ParameterizedTest
  @CsvSource({
    "bytes=0-0,0,1",
    "bytes=3-5,3,3",
    "bytes=3-,3,7",
    "bytes=9-99,9,1",
    "bytes=-4,6,4",
    "bytes=-99,0,10"
  })
  void a_range_is_cut_to_the_content(String header, long first, long length) throws Exception {
    assertThat(ByteRange.of(Optional.of(header), 10)).contains(new ByteRange(first, length));
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-1,3-4", "bytes=-", "lines=1-2", "bytes=a-b", ""})
  void what_makes_no_sense_is_ignored(String header) throws Exception {
    assertThat(ByteRange.of(Optional.of(header), 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=10-20", "bytes=-0"})
  void what_lies_outside_is_refused(String header) {
    assertThatThrownBy(() -> ByteRange.of(Optional.of(header), 10))
        .isInstanceOf(DistributionException.class)
        .hasMessage("the content has only 10 bytes");
  }

  @Test
  void nothing_of_an_empty_content_can_be_asked() throws Exception {
    assertThat(ByteRange.of(Optional.empty(), 0)).isEmpty();
    assertThatThrownBy(() -> ByteRange.of(Optional.of("bytes=0-"), 0))
        .isInstanceOf(DistributionException.class);
  }
}
