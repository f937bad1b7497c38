package io.sealer.run.steps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class PipeTest {
  @Test
  void what_is_written_is_read_in_order() throws Exception {
    byte[] content = new byte[1_000_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) (i * 31);
    }
    try (var pipe =
        new Pipe(
            out -> {
              out.write(content[0]);
              out.write(content, 1, 300_000);
              out.write(content, 300_001, content.length - 300_001);
            })) {
      assertThat(pipe.readAllBytes()).isEqualTo(content);
    }
  }

  @Test
  void a_writer_that_fails_lets_the_reader_fail_after_what_was_written() {
    try (var pipe =
        new Pipe(
            out -> {
              out.write(7);
              throw new IOException("the store is gone");
            })) {
      assertThat(pipe.read()).isEqualTo(7);
      assertThatThrownBy(pipe::read).hasMessageContaining("the store is gone");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void closing_the_reader_stops_the_writer() throws Exception {
    var stopped = new CountDownLatch(1);
    var pipe =
        new Pipe(
            out -> {
              try {
                while (true) {
                  out.write(new byte[1024]);
                }
              } finally {
                stopped.countDown();
              }
            });
    assertThat(pipe.read()).isZero();

    pipe.close();

    assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
  }
}
