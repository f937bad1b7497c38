package io.sealer.run.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RevisionTest {
  private static final Revision KNOWN = new Revision(3, "aa");
  private static final Revision WANTED = KNOWN.after("bb");

  @Test
  void what_stays_the_same_keeps_its_revision() {
    assertThat(KNOWN.after("aa")).isEqualTo(KNOWN);
    assertThat(WANTED).isEqualTo(new Revision(4, "bb"));
    assertThat(Revision.NONE.after("cc").number()).isEqualTo(1);
  }

  @Test
  void its_text_can_be_read_and_other_text_is_none() {
    assertThat(Revision.parse(KNOWN + "\n")).contains(KNOWN);
    assertThat(Revision.parse("")).isEmpty();
    assertThat(Revision.parse("3")).isEmpty();
  }

  @Test
  void news_is_what_neither_we_nor_our_killed_run_have_recorded() {
    assertThat(KNOWN.isNewsTo(KNOWN, WANTED)).isFalse();
    assertThat(WANTED.isNewsTo(KNOWN, WANTED)).isFalse();
    assertThat(new Revision(2, "00").isNewsTo(KNOWN, WANTED)).isFalse();
    assertThat(new Revision(3, "cc").isNewsTo(KNOWN, WANTED)).isTrue();
    assertThat(new Revision(4, "cc").isNewsTo(KNOWN, WANTED)).isTrue();
    assertThat(new Revision(9, "aa").isNewsTo(KNOWN, WANTED)).isTrue();
    assertThat(new Revision(1, "aa").isNewsTo(Revision.NONE, WANTED)).isTrue();
  }
}
